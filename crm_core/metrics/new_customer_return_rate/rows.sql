-- One row is one new customer who came back within the window; their count is the numerator. Day, orders and amount are
-- those of the first day. Parameters as in query.sql.
with spans as (
    select unnest($keys::date[]) as span_key, unnest($firsts::date[]) as first_on, unnest($ends::date[]) as end_on
),
first_days as (
    select customer_id, min(purchased_on) as first_on
    from purchase_view
    where is_sold and customer_id is not null
    group by customer_id
)
select l.customer_id as row_id, min(l.purchased_on) as day, l.customer_id, count(distinct l.order_id) as order_count,
    sum(l.amount) as amount
from spans as s
inner join first_days as f on f.first_on >= s.first_on - $window::integer and f.first_on < s.end_on - $window::integer
inner join purchase_view as l on l.customer_id = f.customer_id and l.purchased_on = f.first_on and l.is_sold
where f.customer_id in (
        select p.customer_id
        from purchase_view as p
        inner join first_days as d on d.customer_id = p.customer_id
        where p.is_sold and p.purchased_on > d.first_on and p.purchased_on <= d.first_on + $window::integer
    )
    and ($scope = 'all' or l.team_id = any($teams) or l.owner_id = $me)
    and /*filters*/
group by l.customer_id
