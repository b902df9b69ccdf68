-- How a goal stood in a snapshot. $1 snapshot, $2 goal, $3 metric, $4 name, $5 unit, $6 lower is better, $7 kind of scope, $8 its
-- id, $9 its name, $10 its team, $11 owner, $12 weight, $13 baseline, $14 target, $15 actual, $16 status, $17 low, $18 expected,
-- $19 high, $20 chance.
insert into plan_snapshot_goal (
    snapshot_id, goal_id, metric_id, name, unit, lower_is_better, scope_kind, scope_id, scope_name, team_id, owner_id, weight,
    baseline, target, actual, status, low, expected, high, chance
)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20)
