-- A new snapshot. $1 plan, $2 day, $3 kind, $4 stage, $5 its name, $6 its first day, $7 its last, $8 actions, $9 of them done,
-- $10 overdue, $11 now.
insert into plan_snapshot (
    plan_id, as_of_on, kind, stage_id, stage_name, stage_first_on, stage_last_on, action_count, done_count, overdue_count, taken_at
)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
returning snapshot_id
