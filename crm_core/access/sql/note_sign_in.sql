-- A user signed in. $1 user, $2 now, $3 a fresh hash, or null to keep it.
update app_user set signed_in_at = $2, password_hash = coalesce($3, password_hash) where user_id = $1
