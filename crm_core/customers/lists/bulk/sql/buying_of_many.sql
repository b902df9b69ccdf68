-- One row a customer of the Arrow table `chosen` (customer_id): on how many days it bought, first and last, and the last day of
-- which purchases are known.
with bought as (
    select
        p.customer_id, count(distinct p.purchased_on) filter (where p.is_sold) as days,
        min(p.purchased_on) filter (where p.is_sold) as first_on, max(p.purchased_on) filter (where p.is_sold) as last_on
    from purchase_view as p
    where p.customer_id in (select customer_id from chosen)
    group by p.customer_id
)
select
    h.customer_id, coalesce(b.days, 0) as days, b.first_on, b.last_on,
    (select max(p.purchased_on) from purchase_view as p) as known_until
from chosen as h
left join bought as b on b.customer_id = h.customer_id
