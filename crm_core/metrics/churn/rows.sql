-- One row is one known customer who bought in the window before the last one and bought nothing in the window; their count is the
-- numerator. Day, orders and amount are those of the window before. Parameters as in query.sql.
with spans as (
    select unnest($keys::date[]) as span_key, unnest($ends::date[]) as end_on
),
kept as (
    select distinct s.end_on, l.customer_id
    from spans as s
    inner join purchase_view as l on l.purchased_on >= s.end_on - $window::integer and l.purchased_on < s.end_on
    where l.is_sold and l.customer_id is not null
)
select l.customer_id as row_id, max(l.purchased_on) as day, l.customer_id, count(distinct l.order_id) as order_count,
    sum(l.amount) as amount
from spans as s
inner join purchase_view as l
    on l.purchased_on >= s.end_on - 2 * $window::integer and l.purchased_on < s.end_on - $window::integer
where l.is_sold and l.customer_id is not null
    and l.customer_id not in (select customer_id from kept)
    and ($scope = 'all' or l.team_id = any($teams) or l.owner_id = $me)
    and /*filters*/
group by l.customer_id
