-- One row a customer of $ids, masked, with the columns that are asked for; $open: those of them that may be told of, of the
-- others only name and code are. completeness in percent, tags by name, comma-separated.
with told as (
    select f.*, list_contains($open, f.customer_id) as is_open
    from customer_face_view as f
    where f.customer_id in (select unnest($ids))
)

select
    f.customer_id, f.code, f.name, f.is_open,
    case when f.is_open then f.kind end as kind,
    case when f.is_open then f.masked_phone end as phone,
    case when f.is_open then f.region end as region,
    case when f.is_open then f.owner_id end as owner_id,
    case when f.is_open then u.display_name end as owner,
    case when f.is_open then t.name end as team,
    case when f.is_open then f.created_on end as created_on
    /*columns*/
from told as f
left join user_view as u on u.user_id = f.owner_id
left join team_view as t on t.team_id = f.team_id
/*joins*/
order by f.customer_id
