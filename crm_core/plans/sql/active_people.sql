-- One row an active user who may own what lies in plans.
select user_id from user_view where is_active and role <> 'reader' order by user_id
