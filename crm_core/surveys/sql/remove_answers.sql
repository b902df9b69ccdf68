-- The answers that an import added (the Arrow table `taken`).
delete from survey_answer where answer_id in (select record_id from taken where is_added)
