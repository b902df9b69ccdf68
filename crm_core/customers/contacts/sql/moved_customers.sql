-- The customers of the accepted lines (the Arrow table `ready`) that are no longer the actor's to import for. $1-$3 the reach.
select n.customer_id
from ready as n
left join customer as c on c.customer_id = n.customer_id
where
    n.outcome in ('added', 'updated')
    and (c.customer_id is null or not coalesce($1 = 'all' or c.team_id = any($2) or c.owner_id = $3, false))
limit 1
