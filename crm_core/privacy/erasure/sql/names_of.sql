-- What names the person: one row a value and kind (name, code, sure), without what another customer, contact or user has too.
-- $ids the numbers that lead to the customer.
with theirs as (
    select customer_id, name, code, phone, phone_key, email, id_number from customer
    where customer_id = any($ids)
    union all
    select customer_id, name, code, phone, phone_key, email, id_number from customer_at_merge
    where
        customer_id = any($ids)
        or merge_id in (select merge_id from customer_merge where survivor_id = any($ids) or gone_id = any($ids))
    union all
    select former_id, null, code, null, null, null, null from customer_former
    where customer_id = any($ids) or former_id = any($ids)
),
people as (
    select name, phone, phone_key, email, wechat from contact where customer_id = any($ids)
),
named as (
    select 'name' as kind, name as value from theirs
    union select 'code', code from theirs
    union select 'sure', unnest([phone, phone_key, email, id_number]) from theirs
    union select 'name', name from people
    union select 'sure', unnest([phone, phone_key, email, wechat]) from people
    -- of a company's facts, who represents it and where it is written to
    union select if(field_id = -5, 'name', 'sure'), value from own_field_value where customer_id = any($ids) and field_id in (-5, -10)
),
others as (
    select unnest([name, code, phone, phone_key, email, id_number]) as value from customer where not customer_id = any($ids)
    union all
    select unnest([name, phone, phone_key, email, wechat]) from contact where not customer_id = any($ids)
    union all
    select display_name from app_user
)
select n.kind, n.value
from named as n
where n.value is not null and n.value <> '' and not exists (select 1 from others as o where o.value = n.value)
order by n.kind, n.value
