-- The masked fields of one customer, to show instead of the stored ones. $1 customer.
select phone, email, id_number, birthday from customer_face_view where customer_id = $1
