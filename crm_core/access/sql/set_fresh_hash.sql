-- A password that was right is kept with a hash of today's strength. $1 user, $2 the hash.
update app_user set password_hash = $2 where user_id = $1
