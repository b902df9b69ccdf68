-- One row a contact of a customer, masked; who decides first, who has left last, then by name. $1 customer.
select
    f.contact_id, f.name, f.title, f.is_decision_maker, f.masked_phone as phone, f.masked_email as email,
    f.masked_wechat as wechat, f.note, f.version, d.left_on
from contact_face_view as f
left join contact_departure as d on d.contact_id = f.contact_id
where f.customer_id = $1
order by d.left_on is not null, f.is_decision_maker desc, f.name, f.contact_id
