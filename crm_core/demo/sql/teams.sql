-- One row a team: its name and id.
select name, team_id from team_view order by team_id
