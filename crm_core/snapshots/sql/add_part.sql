-- One metric of a goal of several in a snapshot. $1 snapshot, $2 goal, $3 place, $4 metric, $5 lower is better, $6 weight,
-- $7 baseline, $8 target, $9 actual, $10 status, $11 low, $12 expected, $13 high, $14 chance.
insert into plan_snapshot_part (
    snapshot_id, goal_id, place, metric_id, lower_is_better, weight, baseline, target, actual, status, low, expected, high, chance
)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)
