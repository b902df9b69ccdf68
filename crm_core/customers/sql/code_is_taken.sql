-- One row where a customer has the code $1.
select customer_id from customer where code = $1
