-- One row a team, open ones first.
select team_id, name from team_view order by is_active desc, name, team_id
