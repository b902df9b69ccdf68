-- A user is disabled or enabled. $1 user, $2 version, $3 whether active.
update app_user set is_active = $3, version = version + 1 where user_id = $1 and version = $2
returning user_id
