-- The scores of the answers that an import added or changed (the Arrow table `taken`).
delete from answer_score where answer_id in (select record_id from taken)
