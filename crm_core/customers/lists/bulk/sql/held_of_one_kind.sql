-- The customers of the Arrow table `chosen` (customer_id) that hold a value of the fields $1.
select distinct w.customer_id
from own_field_value as w
inner join chosen as h on h.customer_id = w.customer_id
where w.field_id = any($1)
