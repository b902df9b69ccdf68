-- Mark a customer as one to be kept. $1 customer, $2 reason, $3 who, $4 now.
insert into customer_exempt (customer_id, reason, marked_by, marked_at) values ($1, $2, $3, $4)
on conflict (customer_id) do update set reason = excluded.reason, marked_by = excluded.marked_by, marked_at = excluded.marked_at
