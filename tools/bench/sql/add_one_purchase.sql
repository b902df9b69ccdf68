-- One more purchase of today, like the latest one in the store. $1 its new id, $2 its new order's id, $3 now, $4 today.
insert into purchase (
    purchase_id, order_id, line_key, customer_id, product_id, product_name, category, quantity, unit_price, unit_cost,
    amount, is_return, is_sold, purchased_at, purchased_on, country, channel, team_id, owner_id, import_id, version
)
select $1, $2, 'n:1', customer_id, product_id, product_name, category, quantity, unit_price, unit_cost, amount, is_return,
    is_sold, $3, $4, country, channel, team_id, owner_id, import_id, 1
from purchase
where is_sold and customer_id is not null and owner_id is not null
order by purchased_at desc, purchase_id desc
limit 1
