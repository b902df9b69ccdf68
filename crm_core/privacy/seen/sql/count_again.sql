-- Adds to who saw whom on a day already, from the Arrow table `seen` (a row each time); the first of several such rows counts on.
update customer_sight
set seen_count = customer_sight.seen_count + found.times, last_at = greatest(customer_sight.last_at, found.last_at)
from (
    select min(s.sight_id) as sight_id, n.times, n.last_at
    from (
        select customer_id, user_id, seen_on, way, count(*) as times, max(seen_at) as last_at
        from seen
        group by customer_id, user_id, seen_on, way
    ) as n
    inner join customer_sight as s
        on s.customer_id = n.customer_id and s.user_id = n.user_id and s.seen_on = n.seen_on and s.way = n.way
    group by n.customer_id, n.user_id, n.seen_on, n.way, n.times, n.last_at
) as found
where customer_sight.sight_id = found.sight_id
