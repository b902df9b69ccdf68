-- One row is one known customer with a sold line; their count is the denominator. Parameters as in query.sql.
select l.customer_id as row_id, max(l.purchased_on) as day, l.customer_id, count(distinct l.order_id) as order_count,
    sum(l.amount) as amount
from purchase_view as l
where l.purchased_on >= $from and l.purchased_on < $to and l.is_sold and l.customer_id is not null
    and ($scope = 'all' or l.team_id = any($teams) or l.owner_id = $me)
    and /*filters*/
group by l.customer_id
