-- Answer one open request that still has the version $2. $1 request, $3 status, $4 user, $5 now.
update collaboration_request
set status = $3, answered_by = $4, answered_at = $5, version = version + 1
where request_id = $1 and version = $2 and status = 'open'
returning version
