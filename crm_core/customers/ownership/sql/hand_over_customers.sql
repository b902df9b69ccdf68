-- Give the customers of the Arrow table `moves` that still have their version to their takers and teams. $1 now.
update customer
set owner_id = m.taker_id, team_id = m.team_id, version = customer.version + 1, updated_at = $1
from moves as m
where customer.customer_id = m.customer_id and customer.version = m.version
returning customer.customer_id
