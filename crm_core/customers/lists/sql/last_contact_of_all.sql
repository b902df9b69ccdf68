-- One row a customer who was ever contacted: the instant and the day of the last interaction.
select customer_id, max(happened_at) as last_at, max(happened_on) as last_on
from interaction_view
group by customer_id
order by customer_id
