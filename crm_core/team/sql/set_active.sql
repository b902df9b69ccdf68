-- A user is disabled or enabled. $1 user, $2 whether active.
update app_user set is_active = $2, version = version + 1 where user_id = $1
