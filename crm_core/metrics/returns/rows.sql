-- One row is one line behind the number; their amounts add up to it. Parameters as in query.sql.
select l.purchase_id as row_id, l.purchased_on as day, l.order_id, l.customer_id, l.product_id, l.team_id, l.country,
    l.category, l.quantity, l.unit_price, -l.amount as amount
from purchase_view as l
where l.purchased_on >= $from and l.purchased_on < $to and l.is_return
    and ($scope = 'all' or l.team_id = any($teams) or l.owner_id = $me)
    and /*filters*/
