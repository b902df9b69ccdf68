-- One row a customer who ever bought: spend (net of returns, the store's currency), the orders of sold lines, and the days of
-- the first and the last of them.
select
    customer_id, sum(amount) as spend, count(distinct order_id) filter (where is_sold) as orders,
    min(purchased_on) filter (where is_sold) as first_on, max(purchased_on) filter (where is_sold) as last_on
from purchase_view
where customer_id is not null
group by customer_id
order by customer_id
