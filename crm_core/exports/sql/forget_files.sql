-- What was removed long ago is not told any more. $1 asked before when. One row a forgotten file.
delete from export_file where status = 'removed' and asked_at < $1 returning file_id
