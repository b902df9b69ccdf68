-- One row each of some customers, masked. $1 customers.
select
    f.customer_id, f.code, f.version, f.name, f.kind, f.masked_phone as phone, f.masked_email as email,
    f.masked_id_number as id_number, f.masked_birthday as birthday, f.gender, f.region, u.display_name as owner_id, f.note
from customer_face_view as f
left join user_view as u on u.user_id = f.owner_id
where f.customer_id = any($1)
order by f.customer_id
