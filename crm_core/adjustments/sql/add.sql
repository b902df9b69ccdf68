-- A new adjustment. $1 plan, $2 day, $3 what, $4 reason, $5 kind of scope, $6 its id, $7 day to judge it, $8 by whom, $9 now.
insert into plan_adjustment (
    plan_id, changed_on, what, reason, scope_kind, scope_id, judge_on, made_by, version, created_at, updated_at
)
values ($1, $2, $3, $4, $5, $6, $7, $8, 1, $9, $9)
returning adjustment_id
