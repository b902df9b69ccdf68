-- Note that an import was taken back. $1 import, $2 now, $3 user, $4 removed, $5 restored, $6 kept.
update import_memory
set undone_at = $2, undone_by = $3, removed_count = $4, restored_count = $5, kept_count = $6
where import_id = $1 and undone_at is null
returning import_id
