-- A target for each metric, scope and period in given: last year's figure of the company, shared out, with a tenth more.
-- $1 now.
insert into target (
    target_id, metric_id, scope_kind, scope_id, period_kind, period_first, level, value, baseline, baseline_on, version,
    updated_at, updated_by
)
select place, metric, scope_kind, scope_id, period_kind, period_first, 'target', cast(value as decimal(18, 6)), null, null,
    1, cast($1 as timestamptz), 0
from given order by place
