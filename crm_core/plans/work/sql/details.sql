-- What is kept beside the actions of a plan. $1 plan.
select d.action_id, d.method, d.planned_cost, d.spent_cost
from plan_action_detail as d
inner join plan_action as a on a.action_id = d.action_id
where a.plan_id = $1
order by d.action_id
