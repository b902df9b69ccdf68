-- A merge is taken back, once. $1 merge, $2 now, $3 who, $4 fields that stayed as they were edited.
update customer_merge set undone_at = $2, undone_by = $3, kept_count = $4
where merge_id = $1 and undone_at is null
returning merge_id
