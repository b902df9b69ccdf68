-- What each metric of goals of several was seen at in the check-ins of a plan, in the order of the metrics. $1 plan.
select v.check_in_id, v.goal_id, v.metric_id, v.weight, v.value, v.progress, v.status
from plan_check_in_part as v
inner join plan_check_in as c on c.check_in_id = v.check_in_id
where c.plan_id = $1
order by v.check_in_id, v.goal_id, v.place
