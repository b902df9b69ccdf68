-- One row an account: its user name, id and team.
select username, user_id, team_id from user_view order by user_id
