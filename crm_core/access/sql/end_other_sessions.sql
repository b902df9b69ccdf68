-- All live sessions of a user but one end. $1 user, $2 the hash that stays, $3 now, $4 reason.
update session set ended_at = $3, end_reason = $4 where user_id = $1 and session_hash <> $2 and ended_at is null
returning session_hash
