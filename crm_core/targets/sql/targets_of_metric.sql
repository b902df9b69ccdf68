-- The targets of one metric and scope whose periods begin in a span, by period and level. One row is one target.
-- $1 metric, $2 kind of scope, $3 scope's id, $4 first day, $5 day after the last.
select target_id, metric_id, scope_kind, scope_id, period_kind, period_first, level, value, baseline, baseline_on,
    version, updated_at, updated_by
from target
where metric_id = $1 and scope_kind = $2 and scope_id = $3 and period_first >= $4 and period_first < $5
order by period_kind, period_first, level
