-- A new goal. $1 plan, $2 metric, $3 name, $4 unit, $5 lower is better, $6 kind of scope, $7 its id, $8 owner, $9 baseline,
-- $10 its day, $11 weight, $12 now.
insert into plan_goal (
    plan_id, metric_id, name, unit, lower_is_better, scope_kind, scope_id, owner_id, baseline, baseline_on, weight, version,
    created_at, updated_at
)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, 1, $12, $12)
returning goal_id
