-- One row a team: the id and the name.
select team_id, name from team_view order by team_id
