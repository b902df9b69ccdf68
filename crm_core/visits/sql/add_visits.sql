-- Make visits, but none that was made before; return those that were made. The Arrow table `given`: place, customer_id,
-- event_key, event_on. $1 rule, $2 now.
insert into visit (rule_id, customer_id, event_key, event_on, made_key, follow_up_id, created_at)
select
    $1, g.customer_id, g.event_key, g.event_on, $1::varchar || ':' || g.customer_id::varchar || ':' || g.event_key,
    nextval('follow_up_ids'), $2
from given as g
where ($1::varchar || ':' || g.customer_id::varchar || ':' || g.event_key) not in (select v.made_key from visit as v)
order by g.place
returning visit_id, follow_up_id
