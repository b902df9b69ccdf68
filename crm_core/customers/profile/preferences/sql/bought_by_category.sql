-- One row a category that a customer bought since a day: net spend and the orders with it; with the orders in all.
-- $customer, $from.
with lines as (
    select category, amount, order_id, is_sold
    from purchase_view
    where customer_id = $customer and purchased_on >= $from
),
orders as (select count(distinct order_id) as order_count from lines where is_sold)
select l.category, sum(l.amount) as net, count(distinct l.order_id) filter (where l.is_sold) as orders, o.order_count
from lines as l
cross join orders as o
where l.category is not null and l.category <> ''
group by l.category, o.order_count
order by net desc, l.category
