-- A new view; $1 name, $2 its key, $3 sharing, $4 team, $5 content, $6 who, $7 now.
insert into saved_list (name, name_key, sharing, team_id, content, version, created_by, created_at, updated_at)
values ($1, $2, $3, $4, $5, 1, $6, $7, $7)
returning view_id
