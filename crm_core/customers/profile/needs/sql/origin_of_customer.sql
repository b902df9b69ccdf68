-- Where a customer's data came from. $1 customer.
select way, first_contact_on, version from customer_origin where customer_id = $1
