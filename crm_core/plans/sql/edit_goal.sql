-- A goal is changed where it still has the version that was seen; its metric and scope stay. $1 goal, $2 version, $3 name,
-- $4 unit, $5 lower is better, $6 owner, $7 baseline, $8 its day, $9 weight, $10 now.
update plan_goal
set name = $3, unit = $4, lower_is_better = $5, owner_id = $6, baseline = $7, baseline_on = $8, weight = $9,
    version = version + 1, updated_at = $10
where goal_id = $1 and version = $2
returning goal_id
