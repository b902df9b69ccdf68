-- How many customers of a list that was taken out are not the actor's to see any more; gone ones count too.
-- $1 scope, $2 teams, $3 actor. "seen" (customer_id, is_open) is given: whom the list told of, of others only name and code.
select count(*) as outside
from seen as s
left join customer as c on c.customer_id = s.customer_id
where not coalesce(
    $1 = 'all' or c.team_id = any($2) or c.owner_id = $3
    or exists (select 1 from collaborator as v where v.customer_id = c.customer_id and v.user_id = $3)
    or (not coalesce(s.is_open, false) and c.owner_id is null),
    false
) or c.customer_id is null
