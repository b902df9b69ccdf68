-- One user who may own customers: active, staff, lead or manager. $1 user.
select user_id, display_name, team_id
from user_view
where user_id = $1 and is_active and role in ('staff', 'lead', 'manager')
