-- Note what an import is about to change in the products that it updates (the Arrow table `ready`). $1 import.
insert into import_change
select
    $1, 'product', p.product_id, p.version + 1,
    to_json({
        'name': p.name, 'category': p.category, 'unit_price': p.unit_price::varchar, 'unit_cost': p.unit_cost::varchar,
        'import_id': p.import_id, 'version': p.version
    })::varchar
from ready as n
inner join product as p on p.code = n.code
where n.outcome = 'updated'
