-- Something that hangs on the customers of the Arrow table `chosen` (customer_id) was changed: two editors meet. $1 now.
update customer
set version = customer.version + 1, updated_at = $1
from chosen as h
where customer.customer_id = h.customer_id
