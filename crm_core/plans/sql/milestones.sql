-- The milestones of a plan in the order of their days. $1 plan.
select m.milestone_id, m.name, m.due_on, m.done_on, m.version, o.owner_id, u.display_name as owner_name
from plan_milestone as m
inner join plan_milestone_owner as o on o.milestone_id = m.milestone_id
left join user_view as u on u.user_id = o.owner_id
where m.plan_id = $1
order by m.due_on, m.milestone_id
