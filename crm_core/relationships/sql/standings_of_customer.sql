-- One row a standing of one customer, the latest first. $1 customer.
select
    s.dimension, s.rung, s.since_on, s.until_on, s.is_fixed, s.reason, s.reasons, u.display_name as set_by, s.version
from customer_standing as s
left join user_view as u on u.user_id = s.set_by
where s.customer_id = $1
order by s.since_on desc, s.dimension
