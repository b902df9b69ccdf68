-- A new tag; $1 name, $2 its key, $3 user, $4 now.
insert into tag (name, name_key, version, created_by, created_at, updated_at) values ($1, $2, 1, $3, $4, $4) returning tag_id
