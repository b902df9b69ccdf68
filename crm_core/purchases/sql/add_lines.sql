-- The new lines of a file (the Arrow table `ready`), each with the team and owner that its customer has now.
-- $1 import.
insert into purchase
select
    nextval('purchase_ids'),
    o.order_id,
    l.line_key,
    c.customer_id,
    r.product_id,
    if(l.product_name is distinct from r.name, l.product_name, null),
    coalesce(l.category, r.category),
    l.quantity,
    l.unit_price,
    coalesce(l.unit_cost, r.unit_cost),
    l.amount,
    l.is_return,
    l.is_sold,
    l.purchased_at,
    l.purchased_on,
    l.country,
    l.channel,
    c.team_id,
    c.owner_id,
    $1,
    1
from ready as l
inner join purchase_order as o on o.code = l.order_code
left join customer_by_code_view as c on c.known_code = l.customer_code
left join product as r on r.code = l.product_code
where l.outcome = 'added'
