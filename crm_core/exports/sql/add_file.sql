-- A file that is to be made. $1 user, $2 kind, $3 what is asked as JSON, $4 file name, $5 now.
insert into export_file (user_id, kind, asked, file_name, status, asked_at) values ($1, $2, $3, $4, 'waiting', $5)
returning file_id
