-- What the demo's people expect of about a sixth of their customers; it depends on the customer's code alone. $1 the day.
insert into customer_potential (customer_id, level, reason, set_on, set_by, version, updated_at)
select
    c.customer_id,
    case hash(c.code || 'level') % 3 when 0 then 'high' when 1 then 'mid' else 'low' end,
    case hash(c.code || 'level') % 3
        when 0 then '今年要开三家分店，礼品需求会增加。' when 1 then '采购预算稳定，可以推新品。' else '只在节日采购。'
    end,
    greatest(c.created_on, ($1::date - (3 + hash(c.code || 'set') % 120)::integer)), c.owner_id, 1, now()
from customer as c
where c.owner_id is not null and hash(c.code || 'potential') % 6 = 0
order by c.customer_id
