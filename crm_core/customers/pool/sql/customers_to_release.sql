-- One row an asked customer that the reach opens for a change, with the reason to keep it. $1 scope, $2 teams, $3 me,
-- $4 customers.
select c.customer_id, c.name, c.version, c.owner_id, c.team_id, e.reason as kept_for
from customer as c
left join customer_exempt as e on e.customer_id = c.customer_id
where c.customer_id = any($4) and ($1 = 'all' or c.team_id = any($2) or c.owner_id = $3)
order by c.customer_id
