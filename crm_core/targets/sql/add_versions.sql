-- What targets became, from the Arrow table `given` (a row each; value null: it was removed). $1 now, $2 actor, $3 reason.
insert into target_version (
    target_id, version, metric_id, scope_kind, scope_id, period_kind, period_first, level, value, baseline, baseline_on,
    changed_at, changed_by, reason
)
select g.target_id, g.version, g.metric_id, g.scope_kind, g.scope_id, g.period_kind, g.period_first, g.level, g.value,
    g.baseline, g.baseline_on, $1, $2, $3
from given as g
order by g.place
