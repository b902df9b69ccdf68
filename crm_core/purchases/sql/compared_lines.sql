-- One row a purchase line of a file (the Arrow table `staged`), with what becomes of it and all that the store will keep.
-- outcome: added, updated, unchanged or rejected; reason: why it is rejected, a key of purchases.importing.
-- A line is known by its order and line_key: 'n:' and its number, or 'h:', a digest of its content, ':' and its ordinal
-- among the equal lines of the file. On a return the quantity is negative, whatever sign the file gave a cancelled order.
-- A line that gives a customer's name and no code means the one customer of that name (the Arrow table `named`: name_key,
-- code, match_count, of the customers whom the actor may import for).
-- Parameters: $scope, $teams, $me: what the actor may import into; $create_customers; $update: by key rather than skip.
-- Equal lines are numbered by lists and the first of a line is found by arg_min: parallel windows are not safe (CONTRIBUTING).
-- A condition on the left side alone, written into a left join, makes DuckDB chain all null keys: hence named_key.
with keyed_by_name as (
    select *, customer_code as given_code, if(customer_code is null, customer_key, null) as named_key from staged
),
identified as (
    select s.* replace (coalesce(s.customer_code, n.code) as customer_code), n.match_count
    from keyed_by_name as s
    left join named as n on n.name_key = s.named_key
),
recognised as (
    select
        s.*,
        c.customer_id,
        left(
            sha256(
                concat_ws(
                    chr(31), s.order_code, coalesce(s.given_code, 'name:' || s.customer_key, ''), coalesce(s.product_code, ''),
                    coalesce(s.product_name, ''), coalesce(s.category, ''), s.quantity::varchar, s.unit_price::varchar,
                    coalesce(s.unit_cost::varchar, ''), epoch_us(s.purchased_at)::varchar, coalesce(s.country, ''),
                    coalesce(s.channel, '')
                )
            ),
            20
        ) as digest,
        case
            when s.customer_code is null and s.customer_key is null then if($scope = 'all', null, 'anonymous')
            when s.match_count > 1 then 'ambiguous_customer'
            when s.customer_code is null then if($create_customers, null, 'unknown_name')
            when c.customer_id is null and not $create_customers then 'unknown_customer'
            when c.customer_id is null or $scope = 'all' or c.team_id = any($teams) or c.owner_id = $me then null
            else 'foreign_customer'
        end as customer_reason
    from identified as s
    left join customer_by_code_view as c on c.known_code = s.customer_code
),
ordinals as (
    select unnest(list(row order by row)) as row, unnest(generate_series(1, count(*))) as ordinal
    from recognised
    where line is null
    group by order_code, digest
),
keyed as (
    select
        r.*,
        if(r.line is not null, 'n:' || r.line, 'h:' || r.digest || ':' || o.ordinal) as line_key,
        r.customer_reason is null as has_customer
    from recognised as r
    left join ordinals as o on o.row = r.row
),
first_of_line as (
    select order_code, line_key, has_customer, min(row) as first_row, arg_min(digest, row) as first_digest
    from keyed
    group by order_code, line_key, has_customer
),
repeated as (
    select k.*, f.first_row, f.first_digest
    from keyed as k
    inner join first_of_line as f
        on f.order_code = k.order_code and f.line_key = k.line_key and f.has_customer = k.has_customer
),
stored as (
    select o.code as order_code, p.*
    from purchase as p
    inner join purchase_order as o on o.order_id = p.order_id
    where o.code in (select order_code from staged)
),
compared as (
    select
        n.*,
        p.purchase_id,
        coalesce($scope = 'all' or p.team_id = any($teams) or p.owner_id = $me, false) as is_mine,
        n.line is not null and p.purchase_id is not null and (
            (n.customer_code is not null and n.customer_id is distinct from p.customer_id)
            or (n.product_code is not null and r.product_id is distinct from p.product_id)
            or (n.product_name is not null and n.product_name is distinct from coalesce(p.product_name, r.name))
            or (n.category is not null and n.category is distinct from p.category)
            or if(n.is_cancelled, -abs(n.quantity), n.quantity) <> p.quantity
            or n.unit_price <> p.unit_price
            or (n.unit_cost is not null and n.unit_cost is distinct from p.unit_cost)
            or n.purchased_at <> p.purchased_at
            or (n.country is not null and n.country is distinct from p.country)
            or (n.channel is not null and n.channel is distinct from p.channel)
        ) as is_different
    from repeated as n
    left join stored as p on p.order_code = n.order_code and p.line_key = n.line_key
    left join product as r on r.code = n.product_code
),
judged as (
    select
        *,
        case
            when customer_reason is not null then customer_reason
            when digest <> first_digest then 'line_twice'
            when purchase_id is not null and is_different and $update and not is_mine then 'foreign_line'
        end as reason
    from compared
)
select
    row,
    case
        when reason is not null then 'rejected'
        when row <> first_row then 'unchanged'
        when purchase_id is null then 'added'
        when is_different and $update then 'updated'
        else 'unchanged'
    end as outcome,
    reason,
    first_row,
    null::varchar as other,
    purchase_id,
    order_code,
    line_key,
    customer_code,
    customer_name,
    customer_key,
    product_code,
    product_name,
    category,
    if(is_cancelled, -abs(quantity), quantity)::decimal(18, 4) as quantity,
    unit_price,
    unit_cost,
    (if(is_cancelled, -abs(quantity), quantity) * unit_price)::decimal(18, 4) as amount,
    is_cancelled or quantity < 0 as is_return,
    not is_cancelled and quantity > 0 and unit_price > 0 as is_sold,
    purchased_at,
    purchased_on,
    country,
    channel
from judged
order by row
