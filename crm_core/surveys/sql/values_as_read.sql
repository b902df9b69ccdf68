-- One row a number that a scheme reads from what was said (the Arrow table `readings`: item_id, said, value).
-- $1 survey, $2 import (null: all answers).
select i.answer_id, i.item_id, r.value
from survey_answer_item as i
inner join readings as r on r.item_id = i.item_id and r.said = i.said
inner join survey_answer as a on a.answer_id = i.answer_id
where i.survey_id = $1 and r.value is not null and ($2 is null or a.import_id = $2)
order by i.answer_id, i.item_id
