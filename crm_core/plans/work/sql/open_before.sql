-- One row for each open action that one of some actions waits for. $1 actions.
select l.action_id, l.after_id, a.plan_id
from plan_action_link as l
inner join plan_action as a on a.action_id = l.after_id and a.status in ('planned', 'doing')
where l.action_id = any($1)
order by l.action_id, a.due_on, l.after_id
