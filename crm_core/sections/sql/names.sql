-- The names of the users $1.
select user_id, display_name as name from user_view where user_id = any($1)
