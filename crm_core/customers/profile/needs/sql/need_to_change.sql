-- One need, where the reach opens its customer for a change. $1 scope, $2 teams, $3 me, $4 need.
select n.customer_id, n.need_id, n.kind, n.content, n.weight, n.state, n.noted_on, n.version
from customer_need as n
inner join customer as c on c.customer_id = n.customer_id
where n.need_id = $4 and ($1 = 'all' or c.team_id = any($2) or c.owner_id = $3)
