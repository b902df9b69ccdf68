-- A plan is changed where it still has the version that was seen. $1 plan, $2 version, $3 name, $4 purpose, $5 first day,
-- $6 last day, $7 rhythm, $8 state, $9 owner, $10 now.
update plan
set name = $3, purpose = $4, first_on = $5, last_on = $6, rhythm = $7, state = $8, owner_id = $9, version = version + 1,
    updated_at = $10
where plan_id = $1 and version = $2
returning plan_id
