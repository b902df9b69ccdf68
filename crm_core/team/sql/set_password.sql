-- A user gets a password. $1 user, $2 hash, $3 whether it must be changed at the next sign-in.
update app_user set password_hash = $2, must_change_password = $3 where user_id = $1
