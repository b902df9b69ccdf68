-- Declines an erasure that was asked for. $1 request, $2 its version, $3 who, $4 now, $5 why.
update erasure_request
set status = 'declined', answered_by = $3, answered_at = $4, answer = $5, version = version + 1
where request_id = $1 and version = $2 and status = 'open'
returning request_id
