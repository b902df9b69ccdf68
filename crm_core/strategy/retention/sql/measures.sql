-- One row a measure of the plan $1. $2 one of them, null for all.
select r.retention_id, r.subject, r.what, r.action_id, r.version, r.updated_at, u.display_name as updated_by
from plan_retention as r
left join user_view as u on u.user_id = r.updated_by
where r.plan_id = $1 and ($2 is null or r.retention_id = $2)
order by r.retention_id
