-- One row a product line of a file (the Arrow table `staged`), with what becomes of it; a product is known by its code.
-- $update: by key rather than skip.
with repeated as (
    select
        s.*,
        first_value(s.row) over same_code as first_row,
        first_value(
            concat_ws(
                chr(31), coalesce(s.name, ''), coalesce(s.category, ''), coalesce(s.unit_price::varchar, ''),
                coalesce(s.unit_cost::varchar, '')
            )
        ) over same_code as first_content,
        concat_ws(
            chr(31), coalesce(s.name, ''), coalesce(s.category, ''), coalesce(s.unit_price::varchar, ''),
            coalesce(s.unit_cost::varchar, '')
        ) as content
    from staged as s
    window same_code as (partition by s.code order by s.row)
),
compared as (
    select
        n.*,
        p.product_id,
        (n.name is not null and n.name <> p.name)
        or (n.category is not null and n.category is distinct from p.category)
        or (n.unit_price is not null and n.unit_price is distinct from p.unit_price)
        or (n.unit_cost is not null and n.unit_cost is distinct from p.unit_cost) as is_different
    from repeated as n
    left join product as p on p.code = n.code
)
select
    row,
    case
        when row <> first_row then if(content = first_content, 'unchanged', 'rejected')
        when product_id is null then 'added'
        when is_different and $update then 'updated'
        else 'unchanged'
    end as outcome,
    if(row <> first_row and content <> first_content, 'code_twice', null) as reason,
    first_row,
    null::varchar as other,
    code,
    name,
    category,
    unit_price,
    unit_cost
from compared
order by row
