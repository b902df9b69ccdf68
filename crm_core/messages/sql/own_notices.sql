-- One row a notice of a user, the latest first, with how many there are in all. $1 user, $2 how many, $3 from which.
-- The total is counted beside the rows: a window may stop DuckDB 1.5 with an internal error, and all reading with it.
with own as materialized (
    select notice_id, kind, text, text_values, page, page_query, created_at, read_at
    from notice
    where user_id = $1 /*filters*/
)

select o.*, t.total_count
from own as o
cross join (select count(*) as total_count from own) as t
order by o.created_at desc, o.notice_id desc
limit $2 offset $3
