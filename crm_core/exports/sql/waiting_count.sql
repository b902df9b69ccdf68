-- How many files of a user are not made yet. $1 user.
select count(*) as waiting from export_file where user_id = $1 and status = 'waiting'
