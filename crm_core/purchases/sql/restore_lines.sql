-- Put the lines of the Arrow table `taken` that an import changed back to what they were before.
update purchase
set
    customer_id = json_extract_string(t.values_before, '$.customer_id')::bigint,
    team_id = json_extract_string(t.values_before, '$.team_id')::bigint,
    owner_id = json_extract_string(t.values_before, '$.owner_id')::bigint,
    product_id = json_extract_string(t.values_before, '$.product_id')::bigint,
    product_name = json_extract_string(t.values_before, '$.product_name'),
    category = json_extract_string(t.values_before, '$.category'),
    quantity = json_extract_string(t.values_before, '$.quantity')::decimal(18, 4),
    unit_price = json_extract_string(t.values_before, '$.unit_price')::decimal(18, 4),
    unit_cost = json_extract_string(t.values_before, '$.unit_cost')::decimal(18, 4),
    amount = json_extract_string(t.values_before, '$.amount')::decimal(18, 4),
    is_return = json_extract_string(t.values_before, '$.is_return')::boolean,
    is_sold = json_extract_string(t.values_before, '$.is_sold')::boolean,
    purchased_at = json_extract_string(t.values_before, '$.purchased_at')::timestamptz,
    purchased_on = json_extract_string(t.values_before, '$.purchased_on')::date,
    country = json_extract_string(t.values_before, '$.country'),
    channel = json_extract_string(t.values_before, '$.channel'),
    import_id = json_extract_string(t.values_before, '$.import_id')::bigint,
    version = purchase.version + 1
from taken as t
where not t.is_added and purchase.purchase_id = t.record_id
