-- End a period that still has the version $2. $1 absence, $3 its last day, $4 whether it is taken back, $5 now.
update absence
set last_on = $3, is_cancelled = $4, version = version + 1, updated_at = $5
where absence_id = $1 and version = $2
returning version
