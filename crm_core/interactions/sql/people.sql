-- One row a user who may have talked with customers, those who left too.
select user_id, username, display_name, team_id from user_view where role <> 'reader' order by user_id
