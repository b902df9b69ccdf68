-- One row a session of a user that has not ended, the latest first. $1 user, $2 earliest start, $3 earliest last sight.
select session_hash, created_at, seen_at, address from session
where user_id = $1 and ended_at is null and created_at >= $2 and seen_at >= $3
order by seen_at desc, session_hash
