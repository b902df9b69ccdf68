-- How many needs are noted of a customer. $1 customer.
select count(*) as needs from customer_need where customer_id = $1
