-- A user's own new password, unless it was changed meanwhile. $1 user, $2 new hash, $3 the hash that was checked.
update app_user set password_hash = $2, must_change_password = false
where user_id = $1 and password_hash = $3
returning user_id
