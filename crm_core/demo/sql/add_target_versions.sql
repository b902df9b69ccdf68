-- The versions in given of the targets that were made from it. $1 user name of who set them, $2 first id.
insert into target_version (
    target_id, version, metric_id, scope_kind, scope_id, period_kind, period_first, level, value, baseline, baseline_on,
    changed_at, changed_by, reason
)
select t.target_id, g.version, t.metric_id, t.scope_kind, t.scope_id, t.period_kind, t.period_first, t.level,
    cast(g.value as decimal(18, 6)), t.baseline, t.baseline_on, g.changed_at, coalesce(w.user_id, 0), g.reason
from given as g
inner join target as t on t.target_id = $2 + g.place
left join app_user as w on w.username = $1
order by g.place, g.version
