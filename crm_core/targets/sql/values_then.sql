-- The targets of one metric and scope in a span as they stood at an instant. One row is one target that ever was; value
-- null: it had been removed. changed_* say who set it so, when and why; changed_by below 1 is the console or a job.
-- $1 metric, $2 kind of scope, $3 scope's id, $4 first day, $5 day after the last, $6 the instant.
with kept as (
    select list(v order by v.changed_at, v.target_id, v.version)[-1] as v
    from target_version as v
    where v.metric_id = $1 and v.scope_kind = $2 and v.scope_id = $3 and v.period_first >= $4 and v.period_first < $5
        and v.changed_at <= $6
    group by v.period_kind, v.period_first, v.level
)
select k.v.period_kind, k.v.period_first, k.v.level, k.v.value, k.v.baseline, k.v.baseline_on, k.v.changed_at,
    k.v.changed_by, u.display_name as changed_by_name, k.v.reason
from kept as k
left join user_view as u on u.user_id = k.v.changed_by
order by k.v.period_kind, k.v.period_first, k.v.level
