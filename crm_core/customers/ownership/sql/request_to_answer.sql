-- One request, whatever its status, for a customer that the reach opens for a change. $1 scope, $2 teams, $3 me, $4 request.
select r.request_id, r.customer_id, r.asked_by, r.status, r.version, c.name as customer
from collaboration_request as r
inner join customer as c on c.customer_id = r.customer_id
where r.request_id = $4 and ($1 = 'all' or c.team_id = any($2) or c.owner_id = $3)
