-- One row is one line whose cost is known; what they earned (amount) adds up to the number. Parameters as in query.sql.
select l.purchase_id as row_id, l.purchased_on as day, l.order_id, l.customer_id, l.product_id, l.team_id, l.country,
    l.category, l.quantity, l.unit_price, coalesce(l.unit_cost, r.unit_cost) as unit_cost, l.amount as sales,
    l.amount - l.quantity * coalesce(l.unit_cost, r.unit_cost) as amount
from purchase_view as l
left join product_view as r on r.product_id = l.product_id
where l.purchased_on >= $from and l.purchased_on < $to and (l.is_sold or l.is_return)
    and coalesce(l.unit_cost, r.unit_cost) is not null
    and ($scope = 'all' or l.team_id = any($teams) or l.owner_id = $me)
    and /*filters*/
