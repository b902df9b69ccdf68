-- What leadership says to the reviews of a plan, in its order. $1 plan.
select
    f.feedback_id, f.review_id, f.item_key as key, f.content, f.said_by, u.display_name as said_name, f.said_at, f.answer, f.action_id,
    w.display_name as answered_name, f.answered_at, f.version
from plan_review_feedback as f
inner join plan_review as r on r.review_id = f.review_id
left join user_view as u on u.user_id = f.said_by
left join user_view as w on w.user_id = f.answered_by
where r.plan_id = $1
order by f.feedback_id
