-- What about half of the demo's owned customers said to each purpose, and what some took back; it depends on the customer's code
-- alone. $1 the day.
with said as (
    select
        c.customer_id, c.owner_id, p.purpose_id, p.known, c.created_on, hash(c.code || p.known) as draw,
        least($1::date, c.created_on + (hash(p.known || c.code) % 20)::integer) as said_on
    from customer as c
    cross join consent_purpose as p
    where c.owner_id is not null and hash(c.code || 'consent') % 2 = 0
)
insert into customer_consent (customer_id, purpose_id, text_number, state, said_on, way, note, logged_by, logged_at)
select
    customer_id, purpose_id, 1,
    case when known = 'service' then 'given' when known = 'sharing' then if(draw % 4 = 0, 'given', 'refused')
        else if(draw % 3 = 0, 'refused', 'given') end,
    said_on, list_extract(['form', 'paper', 'phone', 'online'], 1 + (draw % 4)::integer),
    if(draw % 4 = 1, '签字表单存于门店', ''), owner_id, said_on + time '03:00'
from said
union all
select customer_id, purpose_id, 1, 'withdrawn', least($1::date, said_on + 120), 'phone', '来电要求停止', owner_id,
    least($1::date, said_on + 120) + time '04:00'
from said
where known = 'marketing' and draw % 3 <> 0 and draw % 11 = 0
order by customer_id, purpose_id, said_on
