-- Write what is decided from today on. `chosen` (customer_id, dimension, rung, is_fixed, reason, reasons, version) is given,
-- version that of what stood before. $1 today, $2 user, $3 now.
insert into customer_standing (
    customer_id, dimension, rung, since_on, until_on, is_fixed, reason, reasons, set_by, set_at, version
)
select h.customer_id, h.dimension, h.rung, $1, null, h.is_fixed, h.reason, h.reasons, $2, $3, h.version + 1
from chosen as h
where not exists (
    select 1 from customer_standing as s
    where s.customer_id = h.customer_id and s.dimension = h.dimension and s.since_on = $1
)
