-- Something is added to closed minutes. $1 review, $2 what, $3 by whom, $4 now.
insert into plan_review_addendum (review_id, content, written_by, written_at) values ($1, $2, $3, $4) returning addendum_id
