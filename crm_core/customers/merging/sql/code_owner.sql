-- Who has a customer code by now, as the own one. $1 code.
select customer_id from customer where code = $1
