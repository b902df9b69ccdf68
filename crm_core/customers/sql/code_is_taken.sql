-- One row where a customer has the code $1, or had it before it was merged into another.
select customer_id from customer_by_code_view where known_code = $1
