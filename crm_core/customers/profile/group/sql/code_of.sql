-- What a customer is called in files. $1 customer.
select code from customer where customer_id = $1
