-- Correct one interaction that still has the version $2. $1 interaction, $8 now, $9 who began.
update interaction
set channel = $3, outcome = $4, content = $5, happened_at = $6, happened_on = $7, direction = $9, version = version + 1,
    updated_at = $8
where interaction_id = $1 and version = $2
returning version
