-- New targets, version 1, from the Arrow table `given` (a row each: what makes it the only one, value and baseline in the
-- metric's base unit, day of the baseline). Returns the ids with what makes each the only one. $1 now, $2 actor.
insert into target (
    metric_id, scope_kind, scope_id, period_kind, period_first, level, value, baseline, baseline_on, version, updated_at,
    updated_by
)
select g.metric_id, g.scope_kind, g.scope_id, g.period_kind, g.period_first, g.level, g.value, g.baseline, g.baseline_on, 1,
    $1, $2
from given as g
order by g.place
returning target_id, metric_id, scope_kind, scope_id, period_kind, period_first, level
