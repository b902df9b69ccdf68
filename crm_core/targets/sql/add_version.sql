-- What a target became; value null: it was removed. $1 id, $2 version, $3 metric, $4 kind of scope, $5 scope's id,
-- $6 kind of period, $7 its first day, $8 level, $9 value, $10 baseline, $11 its day, $12 now, $13 actor, $14 reason.
insert into target_version (
    target_id, version, metric_id, scope_kind, scope_id, period_kind, period_first, level, value, baseline, baseline_on,
    changed_at, changed_by, reason
)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)
