-- One row a notice of a user, the latest first, with how many there are in all. $1 user, $2 how many, $3 from which.
select notice_id, kind, text, text_values, page, page_query, created_at, read_at, count(*) over () as total_count
from notice
where user_id = $1 /*filters*/
order by created_at desc, notice_id desc
limit $2 offset $3
