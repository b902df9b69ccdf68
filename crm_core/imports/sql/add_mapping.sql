-- Keep a mapping. $1 kind, $2 name, $3 name key, $4 team, $5 headers, $6 mapping, $7 reading, $8 decisions, $9 now, $10 user.
insert into import_mapping (
    kind, name, name_key, team_id, headers, mapping, reading, decisions, version, created_at, created_by, updated_at, used_at
) values ($1, $2, $3, $4, $5, $6, $7, $8, 1, $9, $10, $9, $9)
returning mapping_id
