-- Whether $1 is a team that is active.
select team_id from team_view where team_id = $1 and is_active
