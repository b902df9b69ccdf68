-- One row a customer of $ids, all of the public pool: what everybody is told of it. No column that is masked is read.
with last_change as (
    select customer_id, max(change_id) as change_id
    from ownership_change
    where customer_id = any($ids) and taker_id is null
    group by customer_id
),

contact as (
    select customer_id, max(happened_at) as last_at
    from interaction_view
    where customer_id = any($ids)
    group by customer_id
)

select
    c.customer_id, c.code, c.name, c.region, c.team_id is not null as is_of_team, n.last_at as last_contact_at,
    coalesce(h.changed_at, c.created_at) as fell_at, h.cause, coalesce(h.reason, '') as reason
from customer as c
left join last_change as l on l.customer_id = c.customer_id
left join ownership_change as h on h.change_id = l.change_id
left join contact as n on n.customer_id = c.customer_id
where c.customer_id = any($ids) and c.owner_id is null
