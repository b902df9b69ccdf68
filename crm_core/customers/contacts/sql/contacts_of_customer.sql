-- One row a contact of a customer, masked; who decides first, then by name. $1 customer.
select
    contact_id, name, title, is_decision_maker, masked_phone as phone, masked_email as email, masked_wechat as wechat, note,
    version
from contact_face_view
where customer_id = $1
order by is_decision_maker desc, name, contact_id
