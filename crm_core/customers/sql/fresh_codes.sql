-- $1 fresh customer ids, each with a code made of it that nobody has and that the file (the Arrow table `ready`) does not give.
with fresh as (
    select nextval('customer_ids') as customer_id from range($1)
),
coded as (
    select customer_id, 'K' || if(customer_id < 1000000, lpad(customer_id::varchar, 6, '0'), customer_id::varchar) as code from fresh
)
select n.customer_id, n.code
from coded as n
anti join customer_by_code_view as c on c.known_code = n.code
anti join ready as l on l.code = n.code
order by n.customer_id
