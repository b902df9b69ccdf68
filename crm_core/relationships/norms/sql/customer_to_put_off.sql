-- One customer that the reach, collaborations left out, opens. $1 scope, $2 teams, $3 me, $4 customer.
select c.customer_id
from customer_view as c
where c.customer_id = $4 and ($1 = 'all' or c.team_id = any($2) or c.owner_id = $3)
