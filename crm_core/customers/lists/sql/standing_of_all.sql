-- One row a customer who stands on a rung now: the tier and the type.
select
    customer_id, max(rung) filter (where dimension = 'tier') as tier,
    max(rung) filter (where dimension = 'type') as relation_type
from customer_standing_view
where until_on is null
group by customer_id
order by customer_id
