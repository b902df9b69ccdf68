-- Something is decided. $1 review, $2 key, $3 what, $4 who does it, $5 until when, $6 action, $7 by whom, $8 now.
insert into plan_review_decision (review_id, item_key, what, owner_id, due_on, action_id, made_by, made_at)
values ($1, $2, $3, $4, $5, $6, $7, $8)
returning decision_id
