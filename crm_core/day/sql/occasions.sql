-- One row an occasion of these days with a customer whom one of $owners owns: a birthday, of the customer or of a contact, and round years
-- ($years) since the first purchase of those of a tier or type above the lowest. Not those that a return visit is for, or that
-- somebody answered. $keys, $key_days: keys of birthdays and their days; $days: the days.
with mine as (select c.customer_id, c.name, c.owner_id from customer_view as c where c.owner_id = any($owners)),

days as (select unnest($days) as on_day),

birthdays as (
    select
        m.customer_id, m.name as customer, b.contact_id, b.name as who, 'birthday' as kind, k.on_day, 0 as years,
        left(b.birthday_key, 1) <> 's' as is_lunar
    from (select unnest($keys) as birthday_key, unnest($key_days) as on_day) as k
    inner join birthday_view as b on b.birthday_key = k.birthday_key
    inner join mine as m on m.customer_id = b.customer_id
    where not exists (
        select 1 from visit_event_view as v
        where v.customer_id = b.customer_id and v.event_on = k.on_day
            and v.event_key = 'birthday:' || b.contact_id::varchar || ':' || k.on_day::varchar
    )
),

close_ones as (
    select distinct m.customer_id, m.name
    from mine as m
    inner join customer_standing_view as s
        on s.customer_id = m.customer_id and s.until_on is null and s.rung not in ('low', 'transactional')
),

firsts as (
    select n.customer_id, n.name, min(p.purchased_on) as first_on
    from close_ones as n
    inner join purchase_view as p on p.customer_id = n.customer_id and p.is_sold
    group by n.customer_id, n.name
),

together as (
    select
        f.customer_id, f.name as customer, 0 as contact_id, f.name as who, 'years' as kind, d.on_day,
        date_diff('year', f.first_on, d.on_day) as years, false as is_lunar
    from firsts as f
    inner join days as d on strftime(d.on_day, '%m%d') = strftime(f.first_on, '%m%d')
    where date_diff('year', f.first_on, d.on_day) = any($years)
),

found as (
    select * from birthdays
    union all
    select * from together
)

select f.customer_id, f.customer, f.contact_id, f.who, f.kind, f.on_day as "on", f.years, f.is_lunar, m.owner_id, u.display_name as owner
from found as f
inner join mine as m on m.customer_id = f.customer_id
left join user_view as u on u.user_id = m.owner_id
where not exists (
    select 1 from occasion_answer as a
    where a.customer_id = f.customer_id and a.contact_id = f.contact_id and a.kind = f.kind and a.occasion_on = f.on_day
)
order by f.on_day, f.customer_id, f.kind, f.contact_id
limit 200
