-- One row a customer of the Arrow table `wanted` (customer_id) of whom something stands in a dimension. $1 dimension.
select s.customer_id, s.rung, s.is_fixed, s.set_at, s.version
from customer_standing as s
inner join wanted as w on w.customer_id = s.customer_id
where s.dimension = $1 and s.until_on is null
order by s.customer_id
