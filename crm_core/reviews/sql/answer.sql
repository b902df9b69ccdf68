-- A feedback is answered. $1 feedback, $2 version, $3 answer, $4 action, $5 by whom, $6 now.
update plan_review_feedback
set answer = $3, action_id = $4, answered_by = $5, answered_at = $6, version = version + 1
where feedback_id = $1 and version = $2 and answered_at is null
returning feedback_id
