-- Whether the reach, collaborations left out, opens one customer, and what stands of it in a dimension.
-- $1 scope, $2 teams, $3 me, $4 customer, $5 dimension.
select c.customer_id, s.rung, s.since_on, s.is_fixed, s.reason, coalesce(s.version, 0) as version
from customer_view as c
left join customer_standing as s on s.customer_id = c.customer_id and s.dimension = $5 and s.until_on is null
where c.customer_id = $4 and ($1 = 'all' or c.team_id = any($2) or c.owner_id = $3)
