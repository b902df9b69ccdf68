-- The session was seen. $1 hash, $2 now.
update session set seen_at = $2 where session_hash = $1 and seen_at < $2
