-- A review is reported to somebody, once. $1 review, $2 to whom, $3 by whom, $4 now.
insert into plan_review_report (review_id, user_id, sent_by, sent_at) values ($1, $2, $3, $4)
on conflict (review_id, user_id) do nothing
returning user_id
