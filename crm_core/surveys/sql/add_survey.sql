-- A new survey, without questions. $1 name, $2 its key, $3 team, $4 first and $5 last day, $6 asked, $7 lowest and $8 highest
-- number, $9 now, $10 by whom.
insert into survey (
    name, name_key, team_id, first_on, last_on, asked_count, scale_low, scale_high, scheme_version, version, created_at,
    created_by, updated_at
)
values ($1, $2, $3, $4, $5, $6, $7, $8, 0, 1, $9, $10, $9)
returning survey_id
