-- The questions of the Arrow table `items` (header, header_key, position) that a survey lacks. $1 survey.
insert into survey_item (survey_id, position, header, header_key)
select $1, n.position, n.header, n.header_key
from items as n
anti join survey_item as i on i.header_key = n.header_key and i.survey_id = $1
order by n.position
