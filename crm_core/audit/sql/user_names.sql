-- One row a user: the id and the name.
select user_id, display_name from user_view order by user_id
