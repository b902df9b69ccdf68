-- Whether $2 is a contact of the customer $1.
select contact_id from contact where customer_id = $1 and contact_id = $2
