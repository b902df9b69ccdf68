-- How many sessions of active users live. $1 earliest start, $2 earliest last sight.
select count(*) as session_count, count(distinct s.user_id) as user_count
from session as s
inner join app_user as u on u.user_id = s.user_id
where s.ended_at is null and u.is_active and s.created_at >= $1 and s.seen_at >= $2
