-- Who opened the pages of the demo's owned customers in the last days: their owners. $1 the day.
insert into customer_sight (customer_id, user_id, seen_on, way, seen_count, first_at, last_at)
select
    c.customer_id, c.owner_id, d.seen_on, 'page', 1 + (hash(c.code) % 3)::bigint, d.seen_on + time '02:10', d.seen_on + time '08:40'
from customer as c
cross join (select unnest([1, 4, 9, 17]) as days) as n
cross join (select $1::date as today) as t
cross join lateral (select t.today - n.days::integer as seen_on) as d
where c.owner_id is not null and d.seen_on >= c.created_on and hash(c.code || n.days::varchar) % 5 = 0
order by c.customer_id, d.seen_on
