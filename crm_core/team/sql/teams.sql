-- One row a team with the number of its active users, active teams first.
select t.team_id, t.name, t.is_active, t.version, count(u.user_id) as member_count
from team as t
left join app_user as u on u.team_id = t.team_id and u.is_active
group by t.team_id, t.name, t.is_active, t.version
order by t.is_active desc, t.name, t.team_id
