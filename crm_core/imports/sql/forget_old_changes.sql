-- Forget what imports did that were written before an instant and can no longer be taken back. $1 instant.
delete from import_change
where import_id in (select import_id from import_batch where finished_at < $1)
