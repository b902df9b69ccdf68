-- One row a question that a version of a scheme knows, in the order of the file. $1 survey, $2 version.
select r.item_id, r.purpose, r.scale_low, r.scale_high, r.indicator
from scheme_item as r
inner join survey_item as i on i.item_id = r.item_id
where r.survey_id = $1 and r.version = $2
order by i.position, i.item_id
