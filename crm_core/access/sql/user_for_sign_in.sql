-- What a sign-in needs of a user. $1 username, folded.
select user_id, username, display_name, password_hash, role, team_id, is_active, is_demo from app_user where username = $1
