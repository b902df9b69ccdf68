-- The purchase lines in given; sold_at is local, money in fen. Customers are met by code as they are now: one that was
-- removed leaves an anonymous sale. $1 first id, $2 first order's id, $3 import, $4 zone.
insert into purchase (
    purchase_id, order_id, line_key, customer_id, product_id, product_name, category, quantity, unit_price, unit_cost,
    amount, is_return, is_sold, purchased_at, purchased_on, country, channel, team_id, owner_id, import_id, version
)
select $1 + g.place, $2 + g.order_place, 'n:' || g.line, c.customer_id, p.product_id, null, p.category, g.quantity,
    cast(g.price * cast(0.01 as decimal(3, 2)) as decimal(18, 4)),
    cast(g.cost * cast(0.01 as decimal(3, 2)) as decimal(18, 4)),
    cast(g.quantity * g.price * cast(0.01 as decimal(3, 2)) as decimal(18, 4)),
    g.is_return, not g.is_return, timezone($4, g.sold_at), cast(g.sold_at as date), g.country, g.channel, c.team_id,
    c.owner_id, $3, 1
from given as g
left join customer as c on c.code = g.customer_code
left join product as p on p.code = g.product_code
order by g.place
