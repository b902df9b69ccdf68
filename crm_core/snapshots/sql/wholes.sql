-- The goals of several metrics in a snapshot. $1 snapshot.
select goal_id, attainment, low, expected, high, chance
from plan_snapshot_whole
where snapshot_id = $1
order by goal_id
