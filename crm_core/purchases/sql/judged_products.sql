-- One row a product that an import added or changed (the Arrow table `changes`), with the reason why it cannot be taken back,
-- or null. `leaving_purchase` (record_id) are the lines that are taken back with it and hold it no longer.
with used as (
    select distinct p.product_id
    from purchase as p
    anti join leaving_purchase as l on l.record_id = p.purchase_id
    where p.product_id in (select record_id from changes)
)
select
    h.record_id,
    h.values_before is null as is_added,
    h.values_before,
    case
        when p.product_id is null then 'gone'
        when p.version <> h.version then 'changed'
        when h.values_before is null and u.product_id is not null then 'purchases'
    end as reason,
    p.name || ' (' || p.code || ')' as name
from changes as h
left join product as p on p.product_id = h.record_id
left join used as u on u.product_id = h.record_id
order by h.record_id
