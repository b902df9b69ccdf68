-- Users on a team that does not exist. One row: how many, and one user's id.
select count(*) as offending, min(u.user_id) as example
from app_user as u
left join team as t on t.team_id = u.team_id
where u.team_id is not null and t.team_id is null
