-- What was decided today already is decided anew. `chosen` (customer_id, dimension, rung, is_fixed, reason, reasons) is given.
-- $1 today, $2 user, $3 now.
update customer_standing as s
set rung = h.rung, is_fixed = h.is_fixed, reason = h.reason, reasons = h.reasons, set_by = $2, set_at = $3,
    version = s.version + 1
from chosen as h
where h.customer_id = s.customer_id and h.dimension = s.dimension and s.until_on is null and s.since_on = $1
