-- What the demo knows of its owned companies and of about a third of its owned persons; it depends on the customer's code
-- alone. The numbers of the facts are those of customer_fact_view. $1 the day.
insert into own_field_value (customer_id, field_id, value)
select customer_id, field_id, value
from (
    select
        c.customer_id, f.field_id,
        case f.field_id
            when -1 then list_element(
                ['manufacturing', 'trade', 'hospitality', 'information', 'business_services', 'property', 'finance', 'education'],
                1 + (hash(c.code || 'industry') % 8)::integer
            )
            when -2 then list_element(
                ['12', '36', '85', '140', '260', '620', '1800'], 1 + (hash(c.code || 'people') % 7)::integer
            )
            when -3 then list_element(
                ['500000', '2000000', '5000000', '10000000', '80000000'], 1 + (hash(c.code || 'capital') % 5)::integer
            )
            when -4 then (
                least(c.created_on, $1::date) - (1000 + (hash(c.code || 'founded') % 6000)::integer)
            )::varchar
            when -6 then 'https://www.example.com/' || lower(c.code)
            when -10 then coalesce(c.region, '杭州') || '市人民路' || (1 + hash(c.code || 'street') % 300)::varchar || '号'
            when -7 then list_element(
                ['教师', '医生', '工程师', '会计', '自由职业', '企业主', '退休'], 1 + (hash(c.code || 'work') % 7)::integer
            )
            when -9 then list_element(
                ['三口之家', '与父母同住', '两人，养一只猫', '四口之家，两个孩子'], 1 + (hash(c.code || 'home') % 4)::integer
            )
        end as value
    from customer as c
    cross join (values (-1), (-2), (-3), (-4), (-6), (-7), (-9), (-10)) as f (field_id)
    where
        c.owner_id is not null
        and if(c.kind = 'company', f.field_id in (-1, -2, -3, -4, -6, -10), f.field_id in (-7, -9, -10))
        and if(c.kind = 'company', hash(c.code || f.field_id::varchar) % 8 > 0, hash(c.code || 'known') % 3 = 0)
) as facts
where value is not null
order by customer_id, field_id
