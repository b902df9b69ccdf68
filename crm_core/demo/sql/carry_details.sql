-- Purpose of the demo's own interactions of the days after $2 up to $1; it depends on the interaction's words alone. Those that
-- people logged stand in the trail.
insert into interaction_detail (interaction_id, customer_id, purpose, contact_id, chat, noted_at)
select
    i.interaction_id, i.customer_id,
    ['enquiry', 'price', 'order', 'delivery', 'payment', 'after_sales', 'care'][(1 + hash(i.content || c.code) % 7)::bigint], null, '',
    i.created_at
from interaction as i
inner join customer as c on c.customer_id = i.customer_id
where
    i.happened_on > $2 and i.happened_on <= $1 and i.outcome <> 'not_reached' and hash(c.code || i.channel) % 3 = 0
    and i.interaction_id not in (select d.interaction_id from interaction_detail as d)
    and i.interaction_id not in (select e.entity_id from audit_entry as e where e.entity = 'interaction' and e.entity_id is not null)
order by i.interaction_id
