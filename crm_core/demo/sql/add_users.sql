-- The accounts in given: username, display_name, role, team (a name or null). $1 password hash, $2 now.
insert into app_user (
    username, display_name, password_hash, role, team_id, is_active, must_change_password, is_demo, version, created_at
)
select g.username, g.display_name, $1, g.role, t.team_id, true, false, true, 1, cast($2 as timestamptz)
from given as g
left join team as t on t.name = g.team
order by g.place
