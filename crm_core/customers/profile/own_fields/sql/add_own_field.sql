-- A new field, the last in order; $1 name, $2 its key, $3 kind, $4 of whom, $5 required, $6 choices, $7 in use, $8 now.
insert into own_field (
    name, name_key, kind, for_kind, is_required, choices, place, is_active, version, updated_at
)
select $1, $2, $3, $4, $5, $6, coalesce(max(place), 0) + 1, $7, 1, $8 from own_field
returning field_id
