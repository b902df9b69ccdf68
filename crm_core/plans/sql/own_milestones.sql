-- One row a milestone of a running plan that is not reached, that a user answers for and that is due by a day; the oldest first. $1 user, $2 day.
select m.milestone_id, m.plan_id, p.name as plan_name, m.name, m.due_on, m.version
from plan_milestone_owner as o
inner join plan_milestone as m on m.milestone_id = o.milestone_id
inner join plan as p on p.plan_id = m.plan_id and p.state = 'running'
where o.owner_id = $1 and m.done_on is null and m.due_on <= $2
order by m.due_on, m.milestone_id
