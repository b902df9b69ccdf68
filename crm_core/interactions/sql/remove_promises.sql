-- Remove the follow-ups of the Arrow table `taken`.
delete from follow_up where follow_up_id in (select record_id from taken)
