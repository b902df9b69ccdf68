-- One row for each action of a plan that comes after another. $1 plan.
select l.action_id, l.after_id
from plan_action_link as l
inner join plan_action as a on a.action_id = l.action_id
where a.plan_id = $1
order by l.action_id, l.after_id
