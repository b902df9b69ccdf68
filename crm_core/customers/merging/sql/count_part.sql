-- One row for each of some customers: how many rows of a part hang on it. $1 customers.
select customer_id, count(*) as row_count from /*table*/ where customer_id = any($1) group by customer_id order by customer_id
