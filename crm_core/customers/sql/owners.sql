-- One row a person who may own customers: active staff, leads and managers; for the owner column of a file.
select user_id, username, display_name, team_id from user_view where is_active and role in ('staff', 'lead', 'manager') order by user_id
