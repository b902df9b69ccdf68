-- One row is one team.
select team_id as id, name from team_view order by team_id
