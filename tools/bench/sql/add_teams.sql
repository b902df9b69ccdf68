-- The teams in given: team_id, name. $1 now.
insert into team (team_id, name, is_active, version, created_at)
select team_id, name, true, 1, cast($1 as timestamptz) from given order by team_id
