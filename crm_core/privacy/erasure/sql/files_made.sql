-- The files of lists that are still there.
select file_id, folder from export_file where folder is not null and status = 'ready' order by file_id
