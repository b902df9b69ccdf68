-- The codes of the Arrow table `customers` that belong to no customer whom the actor may import for. $1 scope, $2 teams, $3 me.
select n.code
from customers as n
left join customer_by_code_view as c on c.known_code = n.code
where c.customer_id is null or not coalesce($1 = 'all' or c.team_id = any($2) or c.owner_id = $3, false)
order by n.row
limit 1
