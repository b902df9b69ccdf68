-- Lift the mark of a customer. $1 customer.
delete from customer_exempt where customer_id = $1 returning customer_id
