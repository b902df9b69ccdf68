-- One row a region of the customers that the reach opens, the most frequent first. $1 scope, $2 teams, $3 me.
select c.region, count(*) as customers
from customer as c
where
    c.region is not null
    and ($1 = 'all' or c.team_id = any($2) or c.owner_id = $3
        or c.customer_id in (select v.customer_id from collaborator as v where v.user_id = $3))
group by c.region
order by customers desc, c.region
limit 200
