-- What was said in the answers that an import added or changed (the Arrow table `taken`).
delete from survey_answer_item where answer_id in (select record_id from taken)
