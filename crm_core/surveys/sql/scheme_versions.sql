-- One row a version of a survey's scheme, the newest first. $1 survey.
select s.version, s.changed_at, coalesce(u.display_name, '') as changed_by, s.changed_by as changed_by_id, s.reason
from scheme as s
left join user_view as u on u.user_id = s.changed_by
where s.survey_id = $1
order by s.version desc
