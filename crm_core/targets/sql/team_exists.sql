-- One row where there is such a team. $1 team.
select team_id from team_view where team_id = $1
