-- One user. $1 user.
select u.user_id, u.username, u.display_name, u.role, u.team_id, t.name as team_name, u.language, u.is_active,
    u.must_change_password, u.is_demo, u.version, u.created_at, i.signed_in_at
from app_user as u
left join team as t on t.team_id = u.team_id
left join sign_in as i on i.user_id = u.user_id
where u.user_id = $1
