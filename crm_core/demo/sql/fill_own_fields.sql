-- What about half of the demo's customers have in its own fields; it depends on the customer's code alone.
insert into own_field_value (customer_id, field_id, value)
select
    c.customer_id, f.field_id,
    case
        when f.kind = 'choice' then case when hash(c.code) % 7 = 0 then '金卡' when hash(c.code) % 7 < 3 then '银卡' else '普通' end
        when f.kind = 'number' then ((1 + hash(c.code) % 40) * 5000)::varchar
        else case hash(c.code) % 4 when 0 then '总店' when 1 then '西湖店' when 2 then '滨江店' else '网店' end
    end
from customer as c
cross join own_field as f
where (f.for_kind is null or f.for_kind = c.kind) and hash(c.code || f.name) % 2 = 0 and c.owner_id is not null
order by c.customer_id, f.field_id
