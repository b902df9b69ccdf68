-- Remove one liking. $1 preference.
delete from customer_preference where preference_id = $1
