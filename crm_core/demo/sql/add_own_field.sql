-- A field of the demo company's own. $1 name, $2 its key, $3 kind, $4 of whom, $5 choices as JSON, $6 place.
insert into own_field (name, name_key, kind, for_kind, is_required, choices, place, is_active, version, updated_at)
values ($1, $2, $3, $4, false, $5, $6, true, 1, now())
