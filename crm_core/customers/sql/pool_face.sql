-- Name and code of one customer of the public pool. $1 customer.
select customer_id, code, name from customer_face_view where customer_id = $1 and owner_id is null
