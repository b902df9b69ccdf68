-- Close one open follow-up that still has the version $2. $1 follow-up, $3 status, $4 the interaction that did it, $5 now.
update follow_up
set status = $3, done_by = $4, closed_at = $5, version = version + 1, updated_at = $5
where follow_up_id = $1 and version = $2 and status = 'open'
returning version
