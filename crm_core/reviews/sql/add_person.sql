-- Somebody takes part. $1 review, $2 user.
insert into plan_review_person (review_id, user_id) values ($1, $2)
