-- One row a team that is active: a survey may be its own.
select team_id, name from team_view where is_active order by name, team_id
