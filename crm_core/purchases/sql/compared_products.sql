-- One row a product line of a file (the Arrow table `staged`), with what becomes of it; a product is known by its code.
-- $update: by key rather than skip.
with given as (
    select
        s.*,
        concat_ws(
            chr(31), coalesce(s.name, ''), coalesce(s.category, ''), coalesce(s.unit_price::varchar, ''),
            coalesce(s.unit_cost::varchar, '')
        ) as content
    from staged as s
),
first_of_code as (
    select code, min(row) as first_row, arg_min(content, row) as first_content from given group by code
),
repeated as (
    select g.*, f.first_row, f.first_content
    from given as g
    inner join first_of_code as f on f.code = g.code
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
    unit_cost,
    coalesce(is_different, false) and row = first_row as differs
from compared
order by row
