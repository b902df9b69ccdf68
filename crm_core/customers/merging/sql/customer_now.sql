-- One customer with all it holds. $1 customer.
select * from customer where customer_id = $1
