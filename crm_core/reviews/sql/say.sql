-- Somebody says something to a review. $1 review, $2 key, $3 what, $4 who, $5 now.
insert into plan_review_feedback (review_id, item_key, content, said_by, said_at, answer, version)
values ($1, $2, $3, $4, $5, '', 1)
returning feedback_id
