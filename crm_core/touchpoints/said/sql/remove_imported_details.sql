-- Remove the details of the interactions of the Arrow table `taken`.
delete from interaction_detail where interaction_id in (select record_id from taken)
