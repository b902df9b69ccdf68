-- One row a customer of the Arrow table `chosen` (customer_id) in whose own field something stands. $1 field.
select v.customer_id, v.value
from own_field_value as v
inner join chosen as h on h.customer_id = v.customer_id
where v.field_id = $1
