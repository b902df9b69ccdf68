-- How many active administrators there are beside one. $1 user.
select count(*) as admin_count from app_user where role = 'admin' and is_active and user_id <> $1
