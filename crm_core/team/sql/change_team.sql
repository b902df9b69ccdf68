-- A team is renamed, closed or opened again. $1 team, $2 version, $3 name, $4 whether active.
update team set name = $3, is_active = $4, version = version + 1 where team_id = $1 and version = $2
returning team_id
