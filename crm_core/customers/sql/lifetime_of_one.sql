-- One row: what one customer ever bought. gross, returned and net in the store's currency; returned is positive. $customer.
select
    coalesce(sum(amount) filter (where is_sold), 0) as gross, coalesce(-sum(amount) filter (where is_return), 0) as returned,
    coalesce(sum(amount), 0) as net, count(distinct order_id) filter (where is_sold) as orders,
    min(purchased_on) filter (where is_sold) as first_on, max(purchased_on) filter (where is_sold) as last_on
from purchase_view
where customer_id = $customer
