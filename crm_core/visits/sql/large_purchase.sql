-- One row an order within $since and $until that is worth at least $amount.
select p.customer_id, 'order:' || p.order_id::varchar as event_key, min(p.purchased_on) as event_on
from purchase_view as p
where p.is_sold and p.customer_id is not null and p.purchased_on between $since and $until
group by p.customer_id, p.order_id
having sum(p.amount) >= $amount
