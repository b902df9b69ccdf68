-- One row a purchase line of a file (the Arrow table `staged`), by row, with what becomes of it and what is worked out for it.
-- outcome: added, updated, unchanged or rejected; reason: why it is rejected, a key of purchases.importing.
-- A line is known by its order and line_key: 'n:' and its number, or 'h:', a digest of its content, ':' and its ordinal
-- among the equal lines of the file. On a return the quantity is negative, whatever sign the file gave a cancelled order.
-- A line that gives a customer's name and no code means the one customer of that name (the Arrow table `named`: name_key,
-- code, match_count, of the customers whom the actor may import for).
-- Parameters: $scope, $teams, $me: what the actor may import into; $create_customers; $update: by key rather than skip.
-- Equal lines are numbered by lists and the first of a line is found by arg_min: parallel windows are not safe (CONTRIBUTING).
-- What is looked up and numbered is as narrow as can be; the rest of a line joins it at the end by its row: half a million
-- whole lines, kept at each step, took four times the memory.
-- A condition on the left side alone, written into a left join, makes DuckDB chain all null keys: hence named_key.
with keyed_by_name as (
    select
        row, order_code, line, customer_code as given_code, customer_key,
        if(customer_code is null, customer_key, null) as named_key,
        left(
            sha256(
                concat_ws(
                    chr(31), order_code, coalesce(customer_code, 'name:' || customer_key, ''), coalesce(product_code, ''),
                    coalesce(product_name, ''), coalesce(category, ''), quantity::varchar, unit_price::varchar,
                    coalesce(unit_cost::varchar, ''), epoch_us(purchased_at)::varchar, coalesce(country, ''),
                    coalesce(channel, '')
                )
            ),
            20
        ) as digest
    from staged
),
identified as (
    select
        s.row, s.order_code, s.line, s.customer_key, s.digest, coalesce(s.given_code, n.code) as customer_code, n.match_count
    from keyed_by_name as s
    left join named as n on n.name_key = s.named_key
),
recognised as (
    select
        s.row, s.order_code, s.line, s.digest, s.customer_code, c.customer_id,
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
        r.row, r.order_code, r.digest, r.customer_code, r.customer_id, r.customer_reason,
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
    select
        k.row, k.line_key, k.customer_code, k.customer_id, k.customer_reason, f.first_row, k.digest <> f.first_digest as is_other
    from keyed as k
    inner join first_of_line as f
        on f.order_code = k.order_code and f.line_key = k.line_key and f.has_customer = k.has_customer
),
whole as (
    select
        s.* replace (k.customer_code as customer_code), k.line_key, k.customer_id, k.customer_reason, k.first_row, k.is_other
    from staged as s
    inner join repeated as k on k.row = s.row
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
    from whole as n
    left join stored as p on p.order_code = n.order_code and p.line_key = n.line_key
    left join product as r on r.code = n.product_code
),
judged as (
    select
        *,
        case
            when customer_reason is not null then customer_reason
            when is_other then 'line_twice'
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
    line_key,
    customer_code,
    if(is_cancelled, -abs(quantity), quantity)::decimal(18, 4) as quantity,
    (if(is_cancelled, -abs(quantity), quantity) * unit_price)::decimal(18, 4) as amount,
    is_cancelled or quantity < 0 as is_return,
    not is_cancelled and quantity > 0 and unit_price > 0 as is_sold,
    coalesce(is_different, false) and row = first_row as differs
from judged
order by row
