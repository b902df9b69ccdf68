-- The known customers of a file (the Arrow table `ready`) that differ: what the file leaves empty stays. One that was taken as
-- the same as a customer of another code (alike_id) keeps that one's code, the last line of search_text. $1 now, $2 import.
update customer
set
    kind = coalesce(n.given_kind, customer.kind),
    name = n.name,
    search_text = if(n.alike_id is null, n.search_text, regexp_replace(n.search_text, '\n[^\n]*$', '') || chr(10) || lower(customer.code)),
    name_key = n.name_key,
    phone = coalesce(n.phone, customer.phone),
    phone_key = coalesce(n.phone_key, customer.phone_key),
    email = coalesce(n.email, customer.email),
    id_number = coalesce(n.id_number, customer.id_number),
    birthday = coalesce(n.birthday, customer.birthday),
    gender = coalesce(n.gender, customer.gender),
    region = coalesce(n.region, customer.region),
    note = coalesce(n.note, customer.note),
    owner_id = coalesce(n.owner_id, customer.owner_id),
    team_id = if(n.owner_id is null, customer.team_id, n.team_id),
    import_id = $2,
    version = customer.version + 1,
    updated_at = $1
from ready as n
where n.outcome = 'updated' and customer.customer_id = n.customer_id
