-- A new plan. $1 team, $2 name, $3 purpose, $4 first day, $5 last day, $6 rhythm, $7 state, $8 owner, $9 now, $10 actor.
insert into plan (
    team_id, name, purpose, first_on, last_on, rhythm, state, owner_id, version, created_at, created_by, updated_at
)
values ($1, $2, $3, $4, $5, $6, $7, $8, 1, $9, $10, $9)
returning plan_id
