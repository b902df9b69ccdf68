-- The scores of a survey's answers, which are about to be written anew. $1 survey, $2 import (null: all answers).
delete from answer_score
where
    survey_id = $1
    and ($2 is null or answer_id in (select answer_id from survey_answer where survey_id = $1 and import_id = $2))
