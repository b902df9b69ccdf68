-- Lines that are known by the same order and line. One row: how many of them are too many, and one's order id.
with doubled as (
    select order_id, line_key, count(*) as times from purchase group by order_id, line_key having count(*) > 1
)
select coalesce(sum(times - 1), 0)::bigint as offending, min(order_id) as example from doubled
