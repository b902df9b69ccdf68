-- Forget what the customers of some merges were. $1 merges.
delete from customer_at_merge where merge_id = any($1)
