-- What became of the targets of one metric and scope in a span, the newest first. One row is one change; old_* is what
-- stood before it, null where there was nothing or it had been removed. changed_by below 1 is the console or a job.
-- $1 metric, $2 kind of scope, $3 scope's id, $4 first day, $5 day after the last, $6 how many at most.
with kept as (
    select
        unnest(list(v order by v.target_id, v.version)) as now,
        unnest(list_prepend(null, list(v order by v.target_id, v.version))[1:count(*)]) as was
    from target_version as v
    where v.metric_id = $1 and v.scope_kind = $2 and v.scope_id = $3 and v.period_first >= $4 and v.period_first < $5
    group by v.period_kind, v.period_first, v.level
)
select
    k.now.period_kind, k.now.period_first, k.now.level, k.now.version, k.now.value, k.now.baseline, k.now.baseline_on,
    k.now.changed_at, k.now.changed_by, u.display_name as changed_by_name, k.now.reason,
    k.was.value as old_value, k.was.baseline as old_baseline, k.was.baseline_on as old_baseline_on
from kept as k
left join user_view as u on u.user_id = k.now.changed_by
order by k.now.changed_at desc, k.now.target_id desc, k.now.version desc
limit $6
