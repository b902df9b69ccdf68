-- One row a barrier of the plan $1. $2 one of them, null for all.
select
    b.barrier_id, b.what, b.subject, b.owner_id, o.display_name as owner_name, coalesce(o.is_active, false) as is_owner_active,
    b.action_id, b.state, b.since_on, b.ended_on, b.reason_id, b.heard, b.note, b.version, b.updated_at,
    u.display_name as updated_by
from plan_barrier as b
left join user_view as o on o.user_id = b.owner_id
left join user_view as u on u.user_id = b.updated_by
where b.plan_id = $1 and ($2 is null or b.barrier_id = $2)
order by b.barrier_id
