-- One feedback with its review's plan. $1 feedback.
select f.feedback_id, f.review_id, r.plan_id, f.said_by, f.answered_at, f.version
from plan_review_feedback as f
inner join plan_review as r on r.review_id = f.review_id
where f.feedback_id = $1
