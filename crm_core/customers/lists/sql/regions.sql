-- One row a region that customers have, the most frequent first.
select region, count(*) as customers
from customer
where region is not null
group by region
order by customers desc, region
limit 200
