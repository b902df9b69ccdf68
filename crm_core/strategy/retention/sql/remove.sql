-- Remove the measure $1 that still has the version $2.
delete from plan_retention where retention_id = $1 and version = $2 returning retention_id
