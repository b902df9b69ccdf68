-- One row a person who may answer for a touchpoint: active, and more than a reader; with the team, to tell namesakes apart.
select u.user_id, u.display_name || case when t.name is null then '' else ' (' || t.name || ')' end as name
from user_view as u
left join team_view as t on t.team_id = u.team_id
where u.is_active and u.role <> 'reader'
order by u.display_name, u.user_id
