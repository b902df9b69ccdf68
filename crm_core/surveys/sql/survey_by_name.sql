-- The survey with a name. $1 the name as names are compared.
select s.*, t.name as team_name
from survey as s
left join team_view as t on t.team_id = s.team_id
where s.name_key = $1
