-- What became of the targets of one metric and scope in a span, the newest first. One row is one change; old_* is what
-- stood before it, null where there was nothing or it had been removed. changed_by below 1 is the console or a job.
-- $1 metric, $2 kind of scope, $3 scope's id, $4 first day, $5 day after the last, $6 how many at most.
with change as (
    select v.period_kind, v.period_first, v.level, v.version, v.value, v.baseline, v.baseline_on, v.changed_at,
        v.changed_by, v.reason, v.target_id,
        lag(v.value) over kept as old_value, lag(v.baseline) over kept as old_baseline,
        lag(v.baseline_on) over kept as old_baseline_on
    from target_version as v
    where v.metric_id = $1 and v.scope_kind = $2 and v.scope_id = $3 and v.period_first >= $4 and v.period_first < $5
    window kept as (partition by v.period_kind, v.period_first, v.level order by v.target_id, v.version)
)
select c.period_kind, c.period_first, c.level, c.version, c.value, c.baseline, c.baseline_on, c.changed_at, c.changed_by,
    u.display_name as changed_by_name, c.reason, c.old_value, c.old_baseline, c.old_baseline_on
from change as c
left join user_view as u on u.user_id = c.changed_by
order by c.changed_at desc, c.target_id desc, c.version desc
limit $6
