-- One row an active user of a role. $1 role.
select user_id from user_view where role = $1 and is_active order by user_id
