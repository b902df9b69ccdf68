-- A new session. $1 hash, $2 user, $3 now, $4 address.
insert into session (session_hash, user_id, created_at, seen_at, address) values ($1, $2, $3, $3, $4)
