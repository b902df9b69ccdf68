-- Take an estimate away. $1 customer.
delete from customer_potential where customer_id = $1
