-- The masked fields of one contact, to show instead of the stored ones. $1 contact.
select masked_phone as phone, masked_email as email, masked_wechat as wechat from contact_face_view where contact_id = $1
