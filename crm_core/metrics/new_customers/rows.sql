-- One row is one customer who bought for the first time; their count is the number. Parameters as in query.sql.
with first_days as (
    select customer_id, min(purchased_on) as first_on
    from purchase_view
    where is_sold and customer_id is not null
    group by customer_id
)
select l.customer_id as row_id, min(l.purchased_on) as day, l.customer_id, count(distinct l.order_id) as order_count,
    sum(l.amount) as amount
from first_days as f
inner join purchase_view as l on l.customer_id = f.customer_id and l.purchased_on = f.first_on and l.is_sold
where f.first_on >= $from and f.first_on < $to
    and ($scope = 'all' or l.team_id = any($teams) or l.owner_id = $me)
    and /*filters*/
group by l.customer_id
