-- One row an active owner with open actions of running plans that were due before a day: how many, and the oldest day.
-- $1 day.
select a.owner_id, u.role, count(*) as overdue_count, min(a.due_on) as oldest_on
from plan_action as a
inner join plan as p on p.plan_id = a.plan_id and p.state = 'running'
inner join user_view as u on u.user_id = a.owner_id and u.is_active
where a.status in ('planned', 'doing') and a.due_on < $1
group by a.owner_id, u.role
order by a.owner_id
