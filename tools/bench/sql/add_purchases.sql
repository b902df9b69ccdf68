-- The purchase lines in given; sold_at is local, money in fen. $1 zone.
insert into purchase (
    purchase_id, order_id, line_key, customer_id, product_id, product_name, category, quantity, unit_price, unit_cost,
    amount, is_return, is_sold, purchased_at, purchased_on, country, channel, team_id, owner_id, import_id, version
)
select purchase_id, order_id, 'n:' || line, customer_id, product_id, null, category, quantity,
    cast(price * cast(0.01 as decimal(3, 2)) as decimal(18, 4)), cast(cost * cast(0.01 as decimal(3, 2)) as decimal(18, 4)),
    cast(quantity * price * cast(0.01 as decimal(3, 2)) as decimal(18, 4)), quantity < 0, quantity > 0,
    timezone($1, sold_at), cast(sold_at as date), country, channel, team_id, owner_id, 1, 1
from given order by purchase_id
