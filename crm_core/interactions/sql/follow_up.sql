-- One follow-up by its id $1, whatever its status.
select follow_up_id, customer_id, user_id, team_id, due_on, channel, purpose, status, version
from follow_up
where follow_up_id = $1
