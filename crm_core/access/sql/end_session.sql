-- One session ends. $1 hash, $2 now, $3 reason.
update session set ended_at = $2, end_reason = $3 where session_hash = $1 and ended_at is null
