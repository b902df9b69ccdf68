-- What the goals were seen at in the check-ins of a plan. $1 plan.
select v.check_in_id, v.goal_id, v.value, v.status
from plan_check_in_value as v
inner join plan_check_in as c on c.check_in_id = v.check_in_id
where c.plan_id = $1
order by v.check_in_id, v.goal_id
