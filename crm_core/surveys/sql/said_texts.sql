-- One row a text that was said to a question, with how often. $1 survey, $2 import (null: all answers).
select i.item_id, i.said, count(*) as said_count
from survey_answer_item as i
inner join survey_answer as a on a.answer_id = i.answer_id
where i.survey_id = $1 and ($2 is null or a.import_id = $2)
group by i.item_id, i.said
order by i.item_id, i.said
