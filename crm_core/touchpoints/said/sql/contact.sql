-- The contact $2 where it is one of the customer $1.
select contact_id from contact_view where customer_id = $1 and contact_id = $2
