-- Note what an import is about to change in the lines that it updates (the Arrow table `ready`). $1 import.
insert into import_change
select
    $1, 'purchase', p.purchase_id, p.version + 1,
    to_json({
        'customer_id': p.customer_id, 'team_id': p.team_id, 'owner_id': p.owner_id, 'product_id': p.product_id,
        'product_name': p.product_name, 'category': p.category, 'quantity': p.quantity::varchar,
        'unit_price': p.unit_price::varchar, 'unit_cost': p.unit_cost::varchar, 'amount': p.amount::varchar,
        'is_return': p.is_return, 'is_sold': p.is_sold, 'purchased_at': p.purchased_at::varchar,
        'purchased_on': p.purchased_on::varchar, 'country': p.country, 'channel': p.channel, 'import_id': p.import_id,
        'version': p.version
    })::varchar
from ready as n
inner join purchase as p on p.purchase_id = n.purchase_id
where n.outcome = 'updated'
