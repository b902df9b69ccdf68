-- All live sessions of a user end. $1 user, $2 now, $3 reason.
update session set ended_at = $2, end_reason = $3 where user_id = $1 and ended_at is null
