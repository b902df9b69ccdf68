-- Remember what a customer is at a merge. $1 merge, $2 side, $3 customer.
insert into customer_at_merge
select
    $1, $2, customer_id, code, kind, name, search_text, name_key, phone, phone_key, email, id_number, birthday, gender, region,
    owner_id, team_id, note, import_id, version, created_at, created_on, updated_at, created_by
from customer where customer_id = $3
