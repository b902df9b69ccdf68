-- Notes that a file is no more. $1 file.
update export_file set status = 'removed', folder = null where file_id = $1
