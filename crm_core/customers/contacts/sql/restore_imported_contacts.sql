-- Put the contacts of the Arrow table `taken` that an import changed back to what they were before. $1 now.
update contact
set
    name = json_extract_string(t.values_before, '$.name'),
    name_key = json_extract_string(t.values_before, '$.name_key'),
    title = json_extract_string(t.values_before, '$.title'),
    is_decision_maker = json_extract_string(t.values_before, '$.is_decision_maker')::boolean,
    email = json_extract_string(t.values_before, '$.email'),
    wechat = json_extract_string(t.values_before, '$.wechat'),
    note = json_extract_string(t.values_before, '$.note'),
    version = contact.version + 1,
    updated_at = $1
from taken as t
where not t.is_added and contact.contact_id = t.record_id
