-- The demo's own import of a kind grows by what further days bring. $1 kind, $2 file name, $3 rows, $4 last day, $5 now.
update import_batch
set read_count = read_count + $3, added_count = added_count + $3, last_on = coalesce($4, last_on), finished_at = $5
where kind = $1 and file_name = $2 and user_id = 0
returning import_id
