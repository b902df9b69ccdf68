-- Change the touchpoint $1 that still has the version $2. $12 place, $13 now.
update touchpoint
set phase = $3, name = $4, department = $5, owner_id = $6, channels = $7, standard = $8, answer_within = $9, answer_unit = $10,
    guides = $11, place = $12, version = version + 1, updated_at = $13
where touchpoint_id = $1 and version = $2
returning version
