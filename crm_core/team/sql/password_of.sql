-- What the check of the own password needs. $1 user.
select username, display_name, password_hash from app_user where user_id = $1 and is_active
