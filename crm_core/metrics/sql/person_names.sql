-- One row is one user.
select user_id as id, display_name as name from user_view order by user_id
