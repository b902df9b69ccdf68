-- One row a product that a file's accepted lines (the Arrow table `ready`) name and the store lacks: with the name and the
-- category that most of its lines give (the first of equals), the code where no line gives a name.
with lines as (
    select l.row, l.product_code as code, l.product_name as name, l.category
    from ready as l
    anti join product as r on r.code = l.product_code
    where l.outcome in ('added', 'updated') and l.product_code is not null
),
names as (
    select code, name, count(*) as line_count, min(row) as first_row from lines where name is not null group by code, name
),
categories as (
    select code, category, count(*) as line_count, min(row) as first_row
    from lines where category is not null group by code, category
),
best_name as (
    select code, arg_max(name, (line_count, -first_row)) as name from names group by code
),
best_category as (
    select code, arg_max(category, (line_count, -first_row)) as category from categories group by code
)
select l.code, coalesce(any_value(n.name), l.code) as name, any_value(c.category) as category, min(l.row) as row
from lines as l
left join best_name as n on n.code = l.code
left join best_category as c on c.code = l.code
group by l.code
order by min(l.row)
