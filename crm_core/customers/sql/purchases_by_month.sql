-- One row a month in which one customer bought or returned: net (the store's currency) and orders. $customer; $from.
select
    date_trunc('month', purchased_on)::date as month, sum(amount) as net,
    count(distinct order_id) filter (where is_sold) as orders
from purchase_view
where customer_id = $customer and purchased_on >= $from
group by month
order by month
