-- One row a customer of $ids, masked; $open: those of them that may be told of, of the others only name and code are.
-- spend in the store's currency. "lifetime" (customer_id, spend, last_on) and "contact" (customer_id, last_at) are given.
select
    f.customer_id, f.code, f.name, list_contains($open, f.customer_id) as is_open,
    case when list_contains($open, f.customer_id) then f.kind end as kind,
    case when list_contains($open, f.customer_id) then f.masked_phone end as phone,
    case when list_contains($open, f.customer_id) then f.region end as region,
    case when list_contains($open, f.customer_id) then f.owner_id end as owner_id,
    u.display_name as owner,
    case when list_contains($open, f.customer_id) then t.name end as team,
    case when list_contains($open, f.customer_id) then f.created_on end as created_on,
    l.spend, l.last_on as last_purchase_on, n.last_at as last_contact_at, d.due_on as follow_up_due_on,
    g.tier, g.relation_type
from customer_face_view as f
left join user_view as u on u.user_id = f.owner_id
left join team_view as t on t.team_id = f.team_id
left join (select * from lifetime where customer_id = any($open)) as l on l.customer_id = f.customer_id
left join (select * from contact where customer_id = any($open)) as n on n.customer_id = f.customer_id
left join (
    select customer_id, min(due_on) as due_on
    from follow_up_view
    where status = 'open' and customer_id = any($open)
    group by customer_id
) as d on d.customer_id = f.customer_id
left join (
    select
        customer_id, max(rung) filter (where dimension = 'tier') as tier, max(rung) filter (where dimension = 'type') as relation_type
    from customer_standing_view
    where until_on is null and customer_id = any($open)
    group by customer_id
) as g on g.customer_id = f.customer_id
where f.customer_id = any($ids)
order by f.customer_id
