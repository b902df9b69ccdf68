-- How the goals stood in a snapshot, the heaviest first; the owner's name is today's. $1 snapshot.
select g.goal_id, g.metric_id, g.name, g.unit, g.lower_is_better, g.scope_kind, g.scope_id, g.scope_name, g.team_id, g.owner_id,
    u.display_name as owner_name, g.weight, g.baseline, g.target, g.actual, g.status, g.low, g.expected, g.high, g.chance
from plan_snapshot_goal as g
left join user_view as u on u.user_id = g.owner_id
where g.snapshot_id = $1
order by g.weight desc, g.goal_id
