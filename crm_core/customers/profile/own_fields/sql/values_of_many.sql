-- One row a customer of the Arrow table `wanted` (customer_id) and field of $1 in which something stands.
select v.customer_id, v.field_id, v.value
from own_field_value as v
inner join wanted as w on w.customer_id = v.customer_id
where v.field_id = any($1)
order by v.customer_id, v.field_id
