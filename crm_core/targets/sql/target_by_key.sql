-- One target by what makes it the only one. $1 metric, $2 kind of scope, $3 scope's id, $4 kind of period, $5 its first
-- day, $6 level.
select target_id, metric_id, scope_kind, scope_id, period_kind, period_first, level, value, baseline, baseline_on,
    version, updated_at, updated_by
from target
where metric_id = $1 and scope_kind = $2 and scope_id = $3 and period_kind = $4 and period_first = $5 and level = $6
