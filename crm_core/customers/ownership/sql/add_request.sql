-- A request to collaborate. $1 customer, $2 user, $3 reason, $4 now.
insert into collaboration_request (customer_id, asked_by, reason, asked_at, status, version)
values ($1, $2, $3, $4, 'open', 1)
returning request_id
