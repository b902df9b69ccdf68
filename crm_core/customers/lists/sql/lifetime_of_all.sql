-- One row a customer who ever bought: spend (net of returns, the store's currency) and the day of the last sold line.
select customer_id, sum(amount) as spend, max(purchased_on) filter (where is_sold) as last_on
from purchase_view
where customer_id is not null
group by customer_id
order by customer_id
