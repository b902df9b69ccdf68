-- Their metrics, in the order of each goal. $1 snapshot.
select goal_id, metric_id, lower_is_better, weight, baseline, target, actual, status, low, expected, high, chance
from plan_snapshot_part
where snapshot_id = $1
order by goal_id, place
