-- All live sessions end. $1 now, $2 reason.
update session set ended_at = $1, end_reason = $2 where ended_at is null
