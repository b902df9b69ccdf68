-- A kept mapping of a lead's team. $1 name, $2 name key, $3 headers, $4 mapping, $5 reading, $6 decisions, $7 now, $8 user name.
insert into import_mapping (
    kind, name, name_key, team_id, headers, mapping, reading, decisions, version, created_at, created_by, updated_at, used_at
)
select 'contacts', $1, $2, team_id, $3, $4, $5, $6, 1, $7, user_id, $7, $7
from app_user
where username = $8
