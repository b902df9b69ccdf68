-- The survey with a number. $1 survey.
select s.*, t.name as team_name
from survey as s
left join team_view as t on t.team_id = s.team_id
where s.survey_id = $1
