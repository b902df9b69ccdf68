-- Give one open follow-up that still has the version $2 another day. $1 follow-up, $3 day, $4 purpose, $5 now.
update follow_up
set due_on = $3, purpose = $4, version = version + 1, updated_at = $5
where follow_up_id = $1 and version = $2 and status = 'open'
returning version
