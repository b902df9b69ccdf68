-- Change the barrier $1 that still has the version $2. $13 who, $14 now.
update plan_barrier
set what = $3, subject = $4, owner_id = $5, action_id = $6, state = $7, since_on = $8, ended_on = $9, reason_id = $10,
    heard = $11, note = $12, updated_by = $13, updated_at = $14, version = version + 1
where barrier_id = $1 and version = $2
returning version
