-- One row a file of a user, the latest first. $1 user.
select file_id, kind, file_name, status, row_count, byte_count, problem, asked_at, finished_at
from export_file
where user_id = $1
order by file_id desc
