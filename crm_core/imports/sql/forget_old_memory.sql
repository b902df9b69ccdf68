-- Imports written before an instant can no longer be taken back. $1 instant.
delete from import_memory
where undone_at is null and import_id in (select import_id from import_batch where finished_at < $1)
returning import_id
