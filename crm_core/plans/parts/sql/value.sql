-- One value of a further metric as it stands. $1 part, $2 stage, $3 level.
select p.goal_id, v.stage_id, v.level, v.value, v.version, v.part_id
from plan_goal_part_value as v
inner join plan_goal_part as p on p.part_id = v.part_id
where v.part_id = $1 and v.stage_id = $2 and v.level = $3
