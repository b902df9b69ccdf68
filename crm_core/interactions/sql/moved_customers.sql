-- The customers of the Arrow table `ready` that are no longer the actor's to import for. $1 scope, $2 teams, $3 me.
select n.customer_id
from ready as n
left join customer_view as c on c.customer_id = n.customer_id
where c.customer_id is null or not coalesce($1 = 'all' or c.team_id = any($2) or c.owner_id = $3, false)
limit 1
