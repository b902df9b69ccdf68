-- The end of derived.sql: one row a dimension and rank, with how many customers are placed there.
select dimension, rank, count(*) as customers
from placed
group by dimension, rank
order by dimension, rank
