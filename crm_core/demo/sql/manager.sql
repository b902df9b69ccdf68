-- The demo's person with a user name. $1 user name.
select user_id, display_name from app_user where username = $1
