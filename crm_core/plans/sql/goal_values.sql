-- What the goals of a plan shall come to, by metric (part_id 0: the first), stage and level; value null: it was taken away
-- again. $1 plan.
select v.goal_id, v.stage_id, v.level, v.value, v.version, 0 as part_id
from plan_goal_value as v
inner join plan_goal as g on g.goal_id = v.goal_id
where g.plan_id = $1
union all
select p.goal_id, v.stage_id, v.level, v.value, v.version, v.part_id
from plan_goal_part_value as v
inner join plan_goal_part as p on p.part_id = v.part_id
inner join plan_goal as g on g.goal_id = p.goal_id
where g.plan_id = $1
order by goal_id, part_id, stage_id, level
