-- A new team. $1 name, $2 now.
insert into team (name, is_active, version, created_at) values ($1, true, 1, $2) returning team_id
