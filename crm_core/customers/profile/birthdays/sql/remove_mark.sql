-- Remove a birthday. $1 customer, $2 contact, 0 for the customer's own.
delete from birthday_mark where customer_id = $1 and contact_id = $2
