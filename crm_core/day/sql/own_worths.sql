-- One row a customer whom $me owns: the tier, and the net sales from $since to $today.
select c.customer_id, any_value(s.rung) as tier, coalesce(sum(p.amount), 0)::decimal(18, 2) as sales
from customer_view as c
left join customer_standing_view as s on s.customer_id = c.customer_id and s.dimension = 'tier' and s.until_on is null
left join purchase_view as p on p.customer_id = c.customer_id and p.purchased_on between $since and $today
where c.owner_id = $me
group by c.customer_id
