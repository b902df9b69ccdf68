-- The contacts of the Arrow table `given`, each since its customer is there.
insert into contact (
    customer_id, name, name_key, title, is_decision_maker, phone, phone_key, email, wechat, note, version, created_at,
    created_by, updated_at
)
select
    c.customer_id, g.name, g.name_key, g.title, g.is_decision_maker, g.phone, g.phone_key, g.email, g.wechat, g.note, 1,
    c.created_at, c.created_by, c.created_at
from given as g
inner join customer as c on c.code = g.customer_code
order by g.customer_code, g.phone
