-- A file is ready or has failed. $1 file, $2 status, $3 folder, $4 rows, $5 bytes, $6 problem as JSON, $7 now.
update export_file
set status = $2, folder = $3, row_count = $4, byte_count = $5, problem = $6, finished_at = $7
where file_id = $1
