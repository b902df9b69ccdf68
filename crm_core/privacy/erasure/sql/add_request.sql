-- An erasure that somebody asks for. $1 customer, $2 reason, $3 reference, $4 who, $5 now.
insert into erasure_request (customer_id, reason, reference, asked_by, asked_at, status, version)
values ($1, $2, $3, $4, $5, 'open', 1)
returning request_id
