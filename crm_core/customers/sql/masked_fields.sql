-- The masked fields of one customer, to show instead of the stored ones. $1 customer.
select
    masked_phone as phone, masked_email as email, masked_id_number as id_number, masked_birthday as birthday
from customer_face_view
where customer_id = $1
