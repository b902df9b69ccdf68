-- One row a customer of a whole list, in its order, masked; of those that are not open only name and code are told.
-- "found" (customer_id, is_open, place), "lifetime" (customer_id, spend, last_on) and "contact" (customer_id, last_at)
-- are given. spend in the store's currency.
with due as (
    select customer_id, min(due_on) as due_on from follow_up_view where status = 'open' group by customer_id
)

select
    s.customer_id, s.is_open, f.code, f.name,
    case when s.is_open then f.kind end as kind,
    case when s.is_open then f.masked_phone end as phone,
    case when s.is_open then f.region end as region,
    case when s.is_open then u.display_name end as owner,
    case when s.is_open then t.name end as team,
    case when s.is_open then f.created_on end as created_on,
    case when s.is_open then l.spend end as spend,
    case when s.is_open then l.last_on end as last_purchase_on,
    case when s.is_open then n.last_at end as last_contact_at,
    case when s.is_open then d.due_on end as follow_up_due_on
from found as s
inner join customer_face_view as f on f.customer_id = s.customer_id
left join user_view as u on u.user_id = f.owner_id
left join team_view as t on t.team_id = f.team_id
left join lifetime as l on l.customer_id = s.customer_id
left join contact as n on n.customer_id = s.customer_id
left join due as d on d.customer_id = s.customer_id
order by s.place
