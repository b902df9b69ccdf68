-- What about a third of the demo's owned customers say they like; it depends on the customer's code alone. $1 the day.
insert into customer_preference (
    customer_id, aspect, value, value_key, origin, evidence, noted_by, noted_on, version, updated_at
)
select
    c.customer_id, w.aspect, w.value, w.value, 'stated', '', c.owner_id,
    greatest(c.created_on, ($1::date - (5 + hash(c.code || w.aspect) % 300)::integer)), 1, now()
from customer as c
cross join (
    values ('colour', '深色包装'), ('style', '简约礼盒'), ('brand', '正山堂'), ('service', '送货前先电话'), ('time', 'afternoon')
) as w (aspect, value)
where c.owner_id is not null and hash(w.aspect || c.code) % 8 = 0
order by c.customer_id, w.aspect
