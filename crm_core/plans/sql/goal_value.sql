-- One value as it stands. $1 goal, $2 stage, $3 level.
select goal_id, stage_id, level, value, version
from plan_goal_value
where goal_id = $1 and stage_id = $2 and level = $3
