-- One row a customer of a whole list, in its order, masked; of those that are not open only name and code are told.
-- "found" (customer_id, is_open, place), "lifetime" (customer_id, spend, orders, first_on, last_on, marks) and "contact" (customer_id,
-- last_at) are given. spend in the store's currency, completeness in percent, tags by name, comma-separated.
with due as (
    select customer_id, min(due_on) as due_on from follow_up_view where status = 'open' group by customer_id
),
standing as (
    select
        customer_id, max(rung) filter (where dimension = 'tier') as tier, max(rung) filter (where dimension = 'type') as relation_type
    from customer_standing_view
    where until_on is null
    group by customer_id
),
tagged as (
    select p.customer_id, string_agg(t.name, ', ' order by t.name) as tags
    from customer_tag as p
    inner join tag as t on t.tag_id = p.tag_id
    group by p.customer_id
)

select
    s.customer_id, s.is_open, f.code, f.name,
    case when s.is_open then f.kind end as kind,
    case when s.is_open then f.masked_phone end as phone,
    case when s.is_open then f.masked_email end as email,
    case when s.is_open then f.masked_id_number end as id_number,
    case when s.is_open then f.masked_birthday end as birthday,
    case when s.is_open then f.gender end as gender,
    case when s.is_open then f.region end as region,
    case when s.is_open then u.display_name end as owner,
    case when s.is_open then t.name end as team,
    case when s.is_open then g.tags end as tags,
    case when s.is_open then nullif(array_to_string(l.marks, ','), '') end as marks,
    case when s.is_open then e.stage end as stage,
    case when s.is_open then k.tier end as tier,
    case when s.is_open then k.relation_type end as relation_type,
    case when s.is_open then q.level end as potential,
    case when s.is_open then f.created_on end as created_on,
    case when s.is_open then l.spend end as spend,
    case when s.is_open then l.orders end as orders,
    case when s.is_open then l.first_on end as first_purchase_on,
    case when s.is_open then l.last_on end as last_purchase_on,
    case when s.is_open then n.last_at end as last_contact_at,
    case when s.is_open then d.due_on end as follow_up_due_on,
    case when s.is_open then round(100.0 * r.filled_count / r.field_count)::integer end as completeness,
    case when s.is_open then o.way end as source,
    case when s.is_open then o.first_contact_on end as first_contact_on,
    case when s.is_open then f.note end as note
from found as s
inner join customer_face_view as f on f.customer_id = s.customer_id
left join user_view as u on u.user_id = f.owner_id
left join team_view as t on t.team_id = f.team_id
left join lifetime as l on l.customer_id = s.customer_id
left join contact as n on n.customer_id = s.customer_id
left join due as d on d.customer_id = s.customer_id
left join standing as k on k.customer_id = s.customer_id
left join tagged as g on g.customer_id = s.customer_id
left join customer_stage_view as e on e.customer_id = s.customer_id
left join customer_record_view as r on r.customer_id = s.customer_id
left join customer_potential as q on q.customer_id = s.customer_id
left join customer_origin as o on o.customer_id = s.customer_id
order by s.place
