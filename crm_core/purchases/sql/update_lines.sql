-- The numbered lines of a file (the Arrow table `ready`) that differ from the store's: what the file gives replaces, what it
-- leaves empty stays. Team and owner change only with the customer. $1 import.
update purchase
set
    customer_id = coalesce(n.customer_id, purchase.customer_id),
    team_id = if(n.customer_id is distinct from purchase.customer_id and n.customer_id is not null, n.team_id, purchase.team_id),
    owner_id = if(n.customer_id is distinct from purchase.customer_id and n.customer_id is not null, n.owner_id, purchase.owner_id),
    product_id = coalesce(n.product_id, purchase.product_id),
    product_name = if(n.product_name is null, purchase.product_name, if(n.product_name = n.usual_name, null, n.product_name)),
    category = coalesce(n.category, purchase.category),
    quantity = n.quantity,
    unit_price = n.unit_price,
    unit_cost = coalesce(n.unit_cost, purchase.unit_cost),
    amount = n.amount,
    is_return = n.is_return,
    is_sold = n.is_sold,
    purchased_at = n.purchased_at,
    purchased_on = n.purchased_on,
    country = coalesce(n.country, purchase.country),
    channel = coalesce(n.channel, purchase.channel),
    import_id = $1,
    version = purchase.version + 1
from (
    select l.*, c.customer_id, c.team_id, c.owner_id, r.product_id, r.name as usual_name
    from ready as l
    left join customer_by_code_view as c on c.known_code = l.customer_code
    left join product as r on r.code = l.product_code
    where l.outcome = 'updated'
) as n
where purchase.purchase_id = n.purchase_id
