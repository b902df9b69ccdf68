-- One row a line that an import added or changed (the Arrow table `changes`: record_id, version, values_before), with the
-- reason why it cannot be taken back, or null, and its order. name: the order and the line, told of those that stay.
with before as (
    select
        *,
        json_extract_string(values_before, '$.customer_id')::bigint as customer_before,
        json_extract_string(values_before, '$.product_id')::bigint as product_before
    from changes
),
judged as (
    select
        b.record_id,
        b.values_before,
        p.order_id,
        p.line_key,
        case
            when p.purchase_id is null then 'gone'
            when p.version <> b.version then 'changed'
            when b.customer_before is not null and c.customer_id is null then 'base_gone'
            when b.product_before is not null and r.product_id is null then 'base_gone'
        end as reason
    from before as b
    left join purchase as p on p.purchase_id = b.record_id
    left join customer_view as c on c.customer_id = b.customer_before
    left join product as r on r.product_id = b.product_before
)
select
    j.record_id,
    j.values_before is null as is_added,
    j.values_before,
    j.order_id,
    j.reason,
    if(j.reason is null, null, o.code || if(starts_with(j.line_key, 'n:'), ' / ' || substr(j.line_key, 3), '')) as name
from judged as j
left join purchase_order as o on o.order_id = j.order_id
order by j.record_id
