-- Change where a customer's data came from. $1 customer, $2 way, $3 day of the first contact, $4 user, $5 now.
update customer_origin
set way = $2, first_contact_on = $3, version = version + 1, updated_by = $4, updated_at = $5
where customer_id = $1
