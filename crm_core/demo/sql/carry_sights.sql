-- Who opened the pages of the demo's owned customers on some of the days after $2 and before $1: their owners.
insert into customer_sight (customer_id, user_id, seen_on, way, seen_count, first_at, last_at)
select
    c.customer_id, c.owner_id, d.seen_on, 'page', 1 + (hash(c.code) % 3)::bigint, d.seen_on + time '02:10', d.seen_on + time '08:40'
from customer as c
cross join (select unnest([1, 4, 9, 17]) as days) as n
cross join (select $1::date as today) as t
cross join lateral (select t.today - n.days::integer as seen_on) as d
where
    c.owner_id is not null and d.seen_on >= c.created_on and d.seen_on > $2 and hash(c.code || n.days::varchar) % 5 = 0
    and not exists (
        select 1 from customer_sight as g
        where g.customer_id = c.customer_id and g.user_id = c.owner_id and g.seen_on = d.seen_on and g.way = 'page'
    )
order by c.customer_id, d.seen_on
