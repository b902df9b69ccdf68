-- The products in given, money in fen. $1 import, $2 when.
insert into product (code, name, category, unit_price, unit_cost, import_id, version, created_at, updated_at)
select code, name, category, cast(price * cast(0.01 as decimal(3, 2)) as decimal(18, 4)),
    cast(cost * cast(0.01 as decimal(3, 2)) as decimal(18, 4)), $1, 1, cast($2 as timestamptz), cast($2 as timestamptz)
from given order by place
