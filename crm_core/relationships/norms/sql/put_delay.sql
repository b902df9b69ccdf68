-- Put a contact off. $1 customer, $2 day, $3 reason, $4 today, $5 user, $6 now.
insert into contact_delay (customer_id, due_on, reason, set_on, set_by, set_at) values ($1, $2, $3, $4, $5, $6)
on conflict (customer_id) do update set due_on = excluded.due_on, reason = excluded.reason, set_on = excluded.set_on,
    set_by = excluded.set_by, set_at = excluded.set_at
