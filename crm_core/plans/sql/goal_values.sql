-- What the goals of a plan shall come to, by stage and level; value null: it was taken away again. $1 plan.
select v.goal_id, v.stage_id, v.level, v.value, v.version
from plan_goal_value as v
inner join plan_goal as g on g.goal_id = v.goal_id
where g.plan_id = $1
order by v.goal_id, v.stage_id, v.level
