-- One row a phone of the Arrow table `wanted` (phone_key) that a customer whom the actor may import for has: the customer's
-- code where it is one, and how many they are. $1 scope, $2 teams, $3 me.
select c.phone_key, if(count(*) = 1, any_value(c.code), null) as code, count(*) as match_count
from customer as c
semi join wanted as w on w.phone_key = c.phone_key
where $1 = 'all' or c.team_id = any($2) or c.owner_id = $3
group by c.phone_key
