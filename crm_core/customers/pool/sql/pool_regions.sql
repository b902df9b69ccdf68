-- One row a region of the customers of the public pool, the most frequent first. $1 scope, $2 team.
select region, count(*) as customers
from customer
where owner_id is null and region is not null and ($1 = 'all' or team_id is null or team_id = $2)
group by region
order by customers desc, region
limit 200
