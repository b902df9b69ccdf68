-- One row a criterion.
select dimension, rung, place, measure, months, threshold
from relationship_criterion
order by dimension, rung, place
