-- One row: a file of a user that is ready. $1 file, $2 user.
select file_id, kind, file_name, folder, row_count from export_file where file_id = $1 and user_id = $2 and status = 'ready'
