-- The goals of a plan, the heaviest first; team_id is the team that the scope belongs to. $1 plan.
select g.goal_id, g.metric_id, g.name, g.unit, g.lower_is_better, g.scope_kind, g.scope_id,
    coalesce(t.name, p.display_name) as scope_name, coalesce(t.team_id, p.team_id) as team_id, g.owner_id,
    u.display_name as owner_name, g.baseline, g.baseline_on, g.weight, g.version
from plan_goal as g
left join team_view as t on g.scope_kind = 'team' and t.team_id = g.scope_id
left join user_view as p on g.scope_kind = 'person' and p.user_id = g.scope_id
left join user_view as u on u.user_id = g.owner_id
where g.plan_id = $1
order by g.weight desc, g.goal_id
