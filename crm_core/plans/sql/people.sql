-- One row an active user who may own goals and actions: of the company's plan anybody, of a team's its members and the
-- managers. $1 team, null for all; readers own nothing.
select u.user_id, u.display_name, u.role, u.team_id, t.name as team_name
from user_view as u
left join team_view as t on t.team_id = u.team_id
where u.is_active and u.role <> 'reader' and ($1 is null or u.team_id = $1 or u.team_id is null)
order by t.name nulls last, u.display_name, u.user_id
