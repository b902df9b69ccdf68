-- The further metrics of the goals of a plan, in the order in which they came. $1 plan.
select p.part_id, p.goal_id, p.metric_id, p.weight, p.baseline, p.baseline_on
from plan_goal_part as p
inner join plan_goal as g on g.goal_id = p.goal_id
where g.plan_id = $1
order by p.goal_id, p.part_id
