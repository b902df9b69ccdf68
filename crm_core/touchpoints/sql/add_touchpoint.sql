-- A new touchpoint. $10 place, $11 by whom, $12 now.
insert into touchpoint (
    phase, name, department, owner_id, channels, standard, answer_within, answer_unit, guides, place, version, created_by,
    created_at, updated_at
) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, 1, $11, $12, $12)
returning touchpoint_id
