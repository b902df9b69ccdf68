-- A row for who saw whom for the first time on a day, from the Arrow table `seen` (a row each time). $1 the first
-- day among them: what lies before it is not read.
insert into customer_sight (customer_id, user_id, seen_on, way, seen_count, first_at, last_at)
select n.customer_id, n.user_id, n.seen_on, n.way, count(*), min(n.seen_at), max(n.seen_at)
from seen as n
anti join (select customer_id, user_id, seen_on, way from customer_sight where seen_on >= $1) as s
    on s.customer_id = n.customer_id and s.user_id = n.user_id and s.seen_on = n.seen_on and s.way = n.way
group by n.customer_id, n.user_id, n.seen_on, n.way
order by n.customer_id, n.user_id
