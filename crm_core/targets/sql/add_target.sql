-- A new target, version 1. $1 metric, $2 kind of scope, $3 scope's id, $4 kind of period, $5 its first day, $6 level,
-- $7 value and $8 baseline in the metric's base unit, $9 day of the baseline, $10 now, $11 actor.
insert into target (
    metric_id, scope_kind, scope_id, period_kind, period_first, level, value, baseline, baseline_on, version, updated_at,
    updated_by
)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, 1, $10, $11)
returning target_id
