-- What a scheme reads from what was said (the Arrow table `readings`: item_id, said, value). $1 survey.
update survey_answer_item
set value = r.value
from readings as r
where
    survey_answer_item.survey_id = $1 and survey_answer_item.item_id = r.item_id and survey_answer_item.said = r.said
    and survey_answer_item.value is distinct from r.value
