-- Put the products of the Arrow table `taken` that an import changed back to what they were before. $1 now.
update product
set
    name = json_extract_string(t.values_before, '$.name'),
    category = json_extract_string(t.values_before, '$.category'),
    unit_price = json_extract_string(t.values_before, '$.unit_price')::decimal(18, 4),
    unit_cost = json_extract_string(t.values_before, '$.unit_cost')::decimal(18, 4),
    import_id = json_extract_string(t.values_before, '$.import_id')::bigint,
    version = product.version + 1,
    updated_at = $1
from taken as t
where not t.is_added and product.product_id = t.record_id
