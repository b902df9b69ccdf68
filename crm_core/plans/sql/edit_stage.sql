-- A stage is changed where it still has the version that was seen. $1 stage, $2 version, $3 name, $4 first day,
-- $5 last day, $6 now.
update plan_stage set name = $3, first_on = $4, last_on = $5, version = version + 1, updated_at = $6
where stage_id = $1 and version = $2
returning stage_id
