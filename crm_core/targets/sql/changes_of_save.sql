-- What one save did. One row is one target: what it became (value null: removed), what stood before, and whether that is
-- still how it stands; now_version is the version of what stands, 0 where nothing does. $1 when, $2 who.
select n.metric_id, n.scope_kind, n.scope_id, n.period_kind, n.period_first, n.level, n.value, n.baseline, n.baseline_on,
    w.value as old_value, w.baseline as old_baseline, w.baseline_on as old_baseline_on,
    coalesce(t.version, 0) as now_version,
    coalesce(t.target_id = n.target_id and t.version = n.version, n.value is null) as is_standing
from target_version as n
left join target_version as w on w.target_id = n.target_id and w.version = n.version - 1
left join target as t
    on t.metric_id = n.metric_id and t.scope_kind = n.scope_kind and t.scope_id = n.scope_id
    and t.period_kind = n.period_kind and t.period_first = n.period_first and t.level = n.level
where n.changed_at = $1 and n.changed_by = $2
order by n.metric_id, n.scope_kind, n.scope_id, n.period_kind, n.period_first, n.level
