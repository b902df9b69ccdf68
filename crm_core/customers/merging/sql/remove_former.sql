-- A customer is there again. $1 customer.
delete from customer_former where former_id = $1
