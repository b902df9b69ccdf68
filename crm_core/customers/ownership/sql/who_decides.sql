-- One row a user to tell of a request for a customer: its owner, and the leads of its team. $1 owner, $2 team.
select user_id
from user_view
where is_active and (user_id = $1 or (role = 'lead' and team_id = $2))
order by user_id
