-- One row is one customer of the largest fifth, of equals the one known first; their amounts add up to the numerator.
-- Parameters as in query.sql.
with buyers as (
    select l.customer_id, max(l.purchased_on) as day, count(distinct l.order_id) as order_count, sum(l.amount) as amount
    from purchase_view as l
    where l.purchased_on >= $from and l.purchased_on < $to and l.is_sold and l.customer_id is not null
        and ($scope = 'all' or l.team_id = any($teams) or l.owner_id = $me)
        and /*filters*/
    group by l.customer_id
),
largest as (
    select unnest(list_slice(list(customer_id order by amount desc, customer_id), 1, (count(*) + 4) // 5)) as customer_id
    from buyers
)
select b.customer_id as row_id, b.day, b.customer_id, b.order_count, b.amount
from buyers as b
inner join largest as t on t.customer_id = b.customer_id
