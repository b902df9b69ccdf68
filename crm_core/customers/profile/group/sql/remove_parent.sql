-- Let a company belong to nobody. $1 customer.
delete from customer_parent where customer_id = $1
