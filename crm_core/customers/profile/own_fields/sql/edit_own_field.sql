-- Change one field that still has the version $2. $1 field, $3 name, $4 its key, $5 kind, $6 of whom, $7 required,
-- $8 choices, $9 in use, $10 now.
update own_field
set name = $3, name_key = $4, kind = $5, for_kind = $6, is_required = $7, choices = $8, is_active = $9,
    version = version + 1, updated_at = $10
where field_id = $1 and version = $2
returning version
