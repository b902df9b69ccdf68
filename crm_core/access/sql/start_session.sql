-- A new session. $1 hash, $2 user, $3 now, $4 address, $5 whether the company's service vouched.
insert into session (session_hash, user_id, created_at, seen_at, address, is_by_oidc) values ($1, $2, $3, $3, $4, $5)
