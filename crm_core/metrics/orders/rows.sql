-- One row is one order with a sold line; their count is the number. Parameters as in query.sql.
select l.order_id as row_id, min(l.purchased_on) as day, l.order_id,
    arg_min(l.customer_id, l.purchase_id) as customer_id, arg_min(l.team_id, l.purchase_id) as team_id,
    arg_min(l.country, l.purchase_id) as country, count(*) as line_count, sum(l.amount) as amount
from purchase_view as l
where l.purchased_on >= $from and l.purchased_on < $to and l.is_sold
    and ($scope = 'all' or l.team_id = any($teams) or l.owner_id = $me)
    and /*filters*/
group by l.order_id
