-- One row an interaction of one customer by one user that can still be corrected, the latest first. $1 customer, $2 user,
-- $3 logged since.
select interaction_id, customer_id, user_id, channel, outcome, content, happened_at, created_at, version, direction
from interaction
where customer_id = $1 and user_id = $2 and created_at >= $3
order by happened_at desc, interaction_id desc
limit 20
