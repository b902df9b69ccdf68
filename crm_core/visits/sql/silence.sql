-- One row a customer who has bought nothing for longer than twice the own rhythm (days between buying days, at least 60 days
-- in all; 180 after the only one): the day on which that began, within $since and $until. Silence ends with the last day of
-- which purchases are known, so that a late import does not begin any.
select b.customer_id, 'silence:' || b.last_on::varchar as event_key, b.last_on + b.quiet_days + 1 as event_on
from (
    select
        p.customer_id, max(p.purchased_on) as last_on,
        if(
            count(distinct p.purchased_on) < 2, 180,
            greatest(
                2 * greatest(1, round(
                    (max(p.purchased_on) - min(p.purchased_on)) / greatest(count(distinct p.purchased_on) - 1, 1)
                ))::integer,
                60
            )
        ) as quiet_days
    from purchase_view as p
    where p.is_sold and p.customer_id is not null
    group by p.customer_id
) as b
where
    b.last_on + b.quiet_days + 1 >= $since
    and b.last_on + b.quiet_days + 1 <= least($until, (select max(k.purchased_on) from purchase_view as k))
