-- Remove the suggestions of the interactions of the Arrow table `taken`.
delete from customer_suggestion where interaction_id in (select record_id from taken)
