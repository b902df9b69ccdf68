-- One row a file that was made before an instant, ready or failed. $1 instant.
select file_id, folder from export_file where status in ('ready', 'failed') and finished_at < $1 order by file_id
