-- The goals of a plan, the heaviest first; team_id is the team that the scope belongs to, metric_count how many metrics it has,
-- first_weight what the first weighs among them; horizon, rung and purpose are what it says of itself. $1 plan.
with further as (
    select p.goal_id, count(*) as part_count
    from plan_goal_part as p
    inner join plan_goal as g on g.goal_id = p.goal_id
    where g.plan_id = $1
    group by p.goal_id
)

select g.goal_id, g.metric_id, g.name, g.unit, g.lower_is_better, g.scope_kind, g.scope_id,
    coalesce(t.name, p.display_name) as scope_name, coalesce(t.team_id, p.team_id) as team_id, g.owner_id,
    u.display_name as owner_name, g.baseline, g.baseline_on, g.weight, g.version, coalesce(d.first_weight, 1) as first_weight,
    d.horizon, d.rung, coalesce(d.purpose, '') as purpose, coalesce(f.part_count, 0) + 1 as metric_count
from plan_goal as g
left join team_view as t on g.scope_kind = 'team' and t.team_id = g.scope_id
left join user_view as p on g.scope_kind = 'person' and p.user_id = g.scope_id
left join user_view as u on u.user_id = g.owner_id
left join plan_goal_detail as d on d.goal_id = g.goal_id
left join further as f on f.goal_id = g.goal_id
where g.plan_id = $1
order by g.weight desc, g.goal_id
