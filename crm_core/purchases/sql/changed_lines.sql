-- One row a field that an import would write over in a purchase line: what stands there and what the file says. The Arrow
-- table `lines`: known lines that differ, of the import's `ready`. whose: the order's number.
-- Parameters: $scope, $teams, $me: what the actor may import into.
with standing as (
    select
        n.*, p.customer_id as old_customer_id, c.code as old_customer, k.customer_id as new_customer_id,
        p.product_id as old_product_id, r.code as old_product, q.product_id as new_product_id,
        coalesce(p.product_name, r.name) as old_name, p.category as old_category, p.quantity as old_quantity,
        p.unit_price as old_price, p.unit_cost as old_cost, p.purchased_at as old_at, p.country as old_country,
        p.channel as old_channel
    from lines as n
    inner join purchase as p on p.purchase_id = n.purchase_id
    left join customer as c on c.customer_id = p.customer_id
    left join customer_by_code_view as k on k.known_code = n.customer_code
    left join product as r on r.product_id = p.product_id
    left join product as q on q.code = n.product_code
    where $scope = 'all' or p.team_id = any($teams) or p.owner_id = $me
)

select s.row, s.order_code as code, s.old_name as whose, t.field, null::bigint as own, t.was, t.becomes
from standing as s, unnest([
    {'place': 1, 'field': 'customer', 'was': s.old_customer, 'becomes': s.customer_code,
        'differs': s.customer_code is not null and s.new_customer_id is distinct from s.old_customer_id},
    {'place': 2, 'field': 'product', 'was': s.old_product, 'becomes': s.product_code,
        'differs': s.product_code is not null and s.new_product_id is distinct from s.old_product_id},
    {'place': 3, 'field': 'product_name', 'was': s.old_name, 'becomes': s.product_name,
        'differs': s.product_name is not null and s.product_name is distinct from s.old_name},
    {'place': 4, 'field': 'category', 'was': s.old_category, 'becomes': s.category,
        'differs': s.category is not null and s.category is distinct from s.old_category},
    {'place': 5, 'field': 'quantity', 'was': s.old_quantity::varchar, 'becomes': s.quantity::varchar,
        'differs': s.quantity <> s.old_quantity},
    {'place': 6, 'field': 'unit_price', 'was': s.old_price::varchar, 'becomes': s.unit_price::varchar,
        'differs': s.unit_price <> s.old_price},
    {'place': 7, 'field': 'unit_cost', 'was': s.old_cost::varchar, 'becomes': s.unit_cost::varchar,
        'differs': s.unit_cost is not null and s.unit_cost is distinct from s.old_cost},
    {'place': 8, 'field': 'purchased_at', 'was': s.old_at::varchar, 'becomes': s.purchased_at::varchar,
        'differs': s.purchased_at <> s.old_at},
    {'place': 9, 'field': 'country', 'was': s.old_country, 'becomes': s.country,
        'differs': s.country is not null and s.country is distinct from s.old_country},
    {'place': 10, 'field': 'channel', 'was': s.old_channel, 'becomes': s.channel,
        'differs': s.channel is not null and s.channel is distinct from s.old_channel}
]) as listed(t)
where t.differs
order by s.row, t.place
