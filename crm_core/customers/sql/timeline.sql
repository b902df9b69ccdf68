-- One row an event with one customer, the latest first, each with the total: interactions, orders, follow-ups, changes.
-- A follow-up that was done shows as its interaction, and by itself only where follow-ups are asked for.
-- $customer; $kind: one of the kinds or ''; $size, $skip: the page.
with interactions as (
    select
        'interaction' as kind, i.happened_at, i.interaction_id as key, u.display_name as who, i.channel, i.outcome as state,
        i.direction as title,
        i.content as text, null::decimal(18, 4) as amount, 0 as line_count, null::date as due_on
    from interaction_view as i
    left join user_view as u on u.user_id = i.user_id
    where i.customer_id = $customer
),

orders as (
    select
        'purchase' as kind, max(p.purchased_at) as happened_at, p.order_id as key, null as who, min(p.channel) as channel,
        case when sum(p.amount) < 0 then 'returned' else 'bought' end as state,
        any_value(p.order_code) as title, left(string_agg(p.product_name, ', ' order by p.amount desc), 300) as text,
        sum(p.amount) as amount, count(*) as line_count, null::date as due_on
    from purchase_line_view as p
    where p.customer_id = $customer
    group by p.order_id
),

follow_ups as (
    select
        'follow_up' as kind, coalesce(f.closed_at, f.created_at) as happened_at, f.follow_up_id as key,
        u.display_name as who, f.channel, f.status as state, null as title, f.purpose as text, null::decimal(18, 4) as amount,
        0 as line_count, f.due_on
    from follow_up_view as f
    left join user_view as u on u.user_id = f.user_id
    where f.customer_id = $customer and (f.status <> 'done' or $kind = 'follow_up')
),

changes as (
    select
        'change' as kind, e.happened_at, e.seq as key, e.actor_name as who, null as channel, e.action as state, null as title,
        e.fields as text, null::decimal(18, 4) as amount, 0 as line_count, null::date as due_on
    from audit_entry_view as e
    where
        e.entity = 'customer'
        and (e.entity_id = $customer or e.entity_id in (select former_id from customer_former where customer_id = $customer))
),

events as (
    select * from interactions
    union all
    select * from orders
    union all
    select * from follow_ups
    union all
    select * from changes
),

shown as materialized (select * from events where $kind = '' or kind = $kind)

-- The total is counted beside the rows: a window over a union may stop DuckDB 1.5 with an internal error, and all with it.
select s.*, t.total
from shown as s
cross join (select count(*) as total from shown) as t
order by s.happened_at desc, s.kind, s.key desc
limit $size offset $skip
