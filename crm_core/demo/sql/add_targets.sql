-- The targets in given that the store lacks; scope is a team's or user's name. $1 user name of who set them, $2 first id.
insert into target (
    target_id, metric_id, scope_kind, scope_id, period_kind, period_first, level, value, baseline, baseline_on, version,
    updated_at, updated_by
)
select $2 + g.place, g.metric, g.scope_kind, coalesce(t.team_id, u.user_id, 0), g.period_kind, g.period_first, g.level,
    cast(g.value as decimal(18, 6)), cast(round(g.baseline, 2) as decimal(18, 6)), g.baseline_on, g.version,
    g.changed_at, coalesce(w.user_id, 0)
from given as g
left join team as t on g.scope_kind = 'team' and t.name = g.scope
left join app_user as u on g.scope_kind = 'person' and u.username = g.scope
left join app_user as w on w.username = $1
where g.is_last
order by g.place
on conflict (metric_id, scope_kind, scope_id, period_kind, period_first, level) do nothing
