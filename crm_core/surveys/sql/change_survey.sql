-- A survey as it is edited by hand. $1 survey, $2 its version, $3 name, $4 its key, $5 team, $6 first and $7 last day, $8 asked,
-- $9 lowest and $10 highest number, $11 now.
update survey
set
    name = $3, name_key = $4, team_id = $5, first_on = $6, last_on = $7, asked_count = $8, scale_low = $9, scale_high = $10,
    version = version + 1, updated_at = $11
where survey_id = $1 and version = $2
returning version
