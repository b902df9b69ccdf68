-- Note a look through all customers. $1 when, $2 customers, $3 fresh pairs, $4 crowded values (JSON), $5 milliseconds.
insert into duplicate_search (searched_at, customer_count, open_count, fresh_count, crowded, duration_ms)
select $1, $2, (select count(*) from duplicate_pair where status = 'open'), $3, $4, $5
on conflict (searched_at) do update set
    customer_count = excluded.customer_count, open_count = excluded.open_count, fresh_count = excluded.fresh_count,
    crowded = excluded.crowded, duration_ms = excluded.duration_ms
