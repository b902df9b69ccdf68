-- The products in given: product_id, price and cost in fen, category. $1 now.
insert into product (product_id, code, name, category, unit_price, unit_cost, import_id, version, created_at, updated_at)
select product_id, 'P' || lpad(cast(product_id as varchar), 5, '0'), '产品 ' || product_id, category,
    cast(price * cast(0.01 as decimal(3, 2)) as decimal(18, 4)), cast(cost * cast(0.01 as decimal(3, 2)) as decimal(18, 4)),
    1, 1, cast($1 as timestamptz), cast($1 as timestamptz)
from given order by product_id
