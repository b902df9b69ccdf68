-- The known products of a file (the Arrow table `ready`) that differ: what the file leaves empty stays. $1 now, $2 import.
update product
set
    name = coalesce(n.name, product.name),
    category = coalesce(n.category, product.category),
    unit_price = coalesce(n.unit_price, product.unit_price),
    unit_cost = coalesce(n.unit_cost, product.unit_cost),
    import_id = $2,
    version = product.version + 1,
    updated_at = $1
from ready as n
where n.outcome = 'updated' and product.code = n.code
