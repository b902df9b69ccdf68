-- One row an open action of a running plan that a user owns or helps with, due by a day; the oldest first. So are those of the
-- people for whom the user stands in, due while they are away, in plans that are the user's to know. $1 user, $2 day, $3 people.
select a.action_id, a.plan_id, p.name as plan_name, a.what, a.owner_id, u.display_name as owner_name, a.start_on, a.due_on,
    a.priority, a.status, a.note, a.evidence, a.version
from plan_action as a
inner join plan as p on p.plan_id = a.plan_id and p.state = 'running'
left join user_view as u on u.user_id = a.owner_id
where a.status in ('planned', 'doing') and a.due_on <= $2
    and (a.owner_id = $1 or a.action_id in (select h.action_id from plan_action_helper as h where h.user_id = $1)
        or a.owner_id in (
            select b.user_id
            from absence_view as b
            inner join user_view as d on d.user_id = b.deputy_id
            where
                b.deputy_id = $1 and b.user_id = any($3) and a.due_on <= b.last_on
                and (p.team_id is null or p.team_id = d.team_id or d.role in ('manager', 'admin'))
        ))
order by a.due_on, a.action_id
