-- One row each of the oldest customers who have an owner and have bought something. $1 how many.
select customer_id, code, kind, name, phone, phone_key, email, birthday, region, owner_id
from customer
where owner_id is not null and customer_id in (select customer_id from purchase_view)
order by created_at, code
limit $1
