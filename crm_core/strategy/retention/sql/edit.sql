-- Change the measure $1 that still has the version $2. $6 who, $7 now.
update plan_retention
set subject = $3, what = $4, action_id = $5, updated_by = $6, updated_at = $7, version = version + 1
where retention_id = $1 and version = $2
returning version
