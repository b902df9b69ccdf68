-- The last look through all customers.
select searched_at, customer_count, open_count, fresh_count, crowded, duration_ms
from duplicate_search order by searched_at desc limit 1
