-- Somebody is away. $1 who, $2 the deputy, $3 first day, $4 last day, $5 reason, $6 now.
insert into absence (
    user_id, deputy_id, first_on, last_on, reason, is_cancelled, version, created_at, created_by, updated_at
)
select u.user_id, d.user_id, $3, $4, $5, false, 1, $6, u.user_id, $6
from app_user as u
inner join app_user as d on d.username = $2
where u.username = $1
