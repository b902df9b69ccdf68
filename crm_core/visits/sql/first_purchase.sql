-- One row a customer whose first purchase lies within $since and $until.
select p.customer_id, 'first' as event_key, min(p.purchased_on) as event_on
from purchase_view as p
where p.is_sold and p.customer_id is not null
group by p.customer_id
having min(p.purchased_on) between $since and $until
