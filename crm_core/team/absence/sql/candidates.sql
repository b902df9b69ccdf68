-- One row an active person who works with customers, in the reach. $1 scope, $2 teams, $3 me.
select u.user_id, u.display_name as name, u.team_id, t.name as team
from user_view as u
left join team_view as t on t.team_id = u.team_id
where
    u.is_active and u.role in ('staff', 'lead', 'manager')
    and ($1 = 'all' or u.team_id = any($2) or u.user_id = $3)
order by u.user_id <> $3, u.display_name, u.user_id
