-- A tag of the demo company. $1 name, $2 its key.
insert into tag (name, name_key, version, created_by, created_at, updated_at) values ($1, $2, 1, 0, now(), now())
