-- Change one column of the customers of the Arrow table `chosen` (customer_id). $1 value, $2 now.
update customer
set /*column*/ = $1, version = customer.version + 1, updated_at = $2
from chosen as h
where customer.customer_id = h.customer_id
