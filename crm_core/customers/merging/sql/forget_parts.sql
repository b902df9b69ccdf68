-- Forget what some merges moved. $1 merges.
delete from merge_part where merge_id = any($1)
