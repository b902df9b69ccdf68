-- A new barrier of the plan $1. $7 since, $8 ended, $12 who, $13 now.
insert into plan_barrier (
    plan_id, what, subject, owner_id, action_id, state, since_on, ended_on, reason_id, heard, note, version, created_by,
    updated_by, updated_at
) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, 1, $12, $12, $13)
returning barrier_id
