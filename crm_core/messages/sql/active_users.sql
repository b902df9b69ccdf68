-- One row an active user.
select user_id from user_view where is_active order by user_id
