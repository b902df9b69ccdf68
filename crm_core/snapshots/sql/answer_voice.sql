-- What was said to a period end is answered, where it still has the version $2. $1 voice, $3 answer, $4 who, $5 now.
update plan_snapshot_voice set answer = $3, answered_by = $4, answered_at = $5, version = version + 1
where voice_id = $1 and version = $2
returning voice_id
