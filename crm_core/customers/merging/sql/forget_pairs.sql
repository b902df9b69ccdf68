-- Forget the pairs that became some merges. $1 merges.
delete from duplicate_pair where merge_id = any($1)
