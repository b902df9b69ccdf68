-- Write the proposals of the Arrow table `derived` (customer_id, dimension, rank, reasons) by the ladder `ladder`
-- (dimension, rank, rung). $1 the day.
insert into relationship_proposal (customer_id, dimension, rung, reasons, made_on)
select d.customer_id, d.dimension, l.rung, d.reasons, $1
from derived as d
inner join ladder as l on l.dimension = d.dimension and l.rank = d.rank
