-- About one in twelve of the demo's contacts has left within the last half year; it depends on the contact's name and customer
-- alone. $1 the day.
insert into contact_departure (contact_id, customer_id, left_on, noted_by, noted_at)
select
    n.contact_id, n.customer_id, $1::date - (5 + hash(n.name || c.code) % 150)::integer, c.owner_id, now()
from contact as n
inner join customer as c on c.customer_id = n.customer_id
where c.owner_id is not null and hash(c.code || n.name || 'left') % 12 = 0
order by n.contact_id
