-- The actions of a plan, with whoever helps. $1 plan.
select a.action_id, a.plan_id, a.goal_id, a.what, a.owner_id, u.display_name as owner_name, a.team_id, a.start_on, a.due_on,
    a.priority, a.status, a.note, a.evidence, a.done_on, a.version,
    list(h.user_id order by h.user_id) filter (h.user_id is not null) as helpers,
    list(p.display_name order by h.user_id) filter (h.user_id is not null) as helper_names
from plan_action as a
left join user_view as u on u.user_id = a.owner_id
left join plan_action_helper as h on h.action_id = a.action_id
left join user_view as p on p.user_id = h.user_id
where a.plan_id = $1
group by all
order by a.due_on, a.action_id
