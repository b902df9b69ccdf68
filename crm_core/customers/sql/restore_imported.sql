-- Put the customers of the Arrow table `taken` that an import changed back to what they were before. $1 now.
update customer
set
    kind = json_extract_string(t.values_before, '$.kind'),
    name = json_extract_string(t.values_before, '$.name'),
    search_text = json_extract_string(t.values_before, '$.search_text'),
    name_key = json_extract_string(t.values_before, '$.name_key'),
    phone = json_extract_string(t.values_before, '$.phone'),
    phone_key = json_extract_string(t.values_before, '$.phone_key'),
    email = json_extract_string(t.values_before, '$.email'),
    id_number = json_extract_string(t.values_before, '$.id_number'),
    birthday = json_extract_string(t.values_before, '$.birthday')::date,
    gender = json_extract_string(t.values_before, '$.gender'),
    region = json_extract_string(t.values_before, '$.region'),
    note = json_extract_string(t.values_before, '$.note'),
    owner_id = json_extract_string(t.values_before, '$.owner_id')::bigint,
    team_id = json_extract_string(t.values_before, '$.team_id')::bigint,
    import_id = json_extract_string(t.values_before, '$.import_id')::bigint,
    version = customer.version + 1,
    updated_at = $1
from taken as t
where not t.is_added and customer.customer_id = t.record_id
