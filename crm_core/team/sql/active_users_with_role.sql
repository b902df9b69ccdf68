-- The active users of a role. $1 role.
select user_id from app_user where role = $1 and is_active order by user_id
