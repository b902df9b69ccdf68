-- The user of a name. $1 username, folded.
select user_id from app_user where username = $1
