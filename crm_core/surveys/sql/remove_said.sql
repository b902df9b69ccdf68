-- What was said before in the answers that a file changes (the Arrow table `ready`), to the questions that the file has (the
-- Arrow table `questions`: place, item_id). $1 survey.
delete from survey_answer_item
where
    survey_id = $1
    and item_id in (select item_id from questions)
    and answer_id in (
        select a.answer_id
        from ready as l
        inner join survey_answer as a on a.answer_key = l.answer_key and a.survey_id = $1
        where l.outcome = 'updated'
    )
