-- A file is no more; what was asked is forgotten with it. $1 file.
update export_file set status = 'removed', asked = '{}', folder = null where file_id = $1
