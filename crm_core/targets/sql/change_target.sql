-- A target is changed where it still has the version that was seen. $1 id, $2 version, $3 value, $4 baseline,
-- $5 day of the baseline, $6 now, $7 actor.
update target
set value = $3, baseline = $4, baseline_on = $5, version = version + 1, updated_at = $6, updated_by = $7
where target_id = $1 and version = $2
returning target_id
