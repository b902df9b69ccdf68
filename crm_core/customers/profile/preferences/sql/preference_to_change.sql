-- One liking, where the reach opens its customer for a change. $1 scope, $2 teams, $3 me, $4 preference.
select p.preference_id, p.customer_id, p.aspect, p.value, p.origin, p.version
from customer_preference as p
inner join customer as c on c.customer_id = p.customer_id
where p.preference_id = $4 and ($1 = 'all' or c.team_id = any($2) or c.owner_id = $3)
