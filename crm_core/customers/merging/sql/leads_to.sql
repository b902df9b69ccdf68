-- Where a customer that is gone leads to. $1 customer that is gone.
select former_id, code, customer_id from customer_former where former_id = $1
