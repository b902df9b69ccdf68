-- One interaction that the user $2 logged. $1 interaction.
select interaction_id, customer_id, user_id, channel, outcome, content, happened_at, created_at, version, direction
from interaction
where interaction_id = $1 and user_id = $2
