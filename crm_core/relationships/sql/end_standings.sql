-- What stood before today ends where something else is decided. `chosen` (customer_id, dimension) is given. $1 today.
update customer_standing as s
set until_on = $1
from chosen as h
where h.customer_id = s.customer_id and h.dimension = s.dimension and s.until_on is null and s.since_on < $1
