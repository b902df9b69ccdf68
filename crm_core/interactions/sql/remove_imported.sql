-- Remove the interactions of the Arrow table `taken`.
delete from interaction where interaction_id in (select record_id from taken)
