-- The customer that was merged into another goes. $1 customer.
delete from customer where customer_id = $1
