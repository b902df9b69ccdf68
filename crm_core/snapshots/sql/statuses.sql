-- One row a goal and day that is kept of the plan $1: how the goal stood, where that was known.
select s.as_of_on, g.goal_id, g.status
from plan_snapshot as s
inner join plan_snapshot_goal as g on g.snapshot_id = s.snapshot_id
where s.plan_id = $1 and g.status is not null
order by s.as_of_on, g.goal_id
