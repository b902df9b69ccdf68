-- The customer that was gone is there again as it was. $1 merge.
insert into customer (
    customer_id, code, kind, name, search_text, name_key, phone, phone_key, email, id_number, birthday, gender, region,
    owner_id, team_id, note, import_id, version, created_at, created_on, updated_at, created_by
)
select
    customer_id, code, kind, name, search_text, name_key, phone, phone_key, email, id_number, birthday, gender, region,
    owner_id, team_id, note, import_id, version, created_at, created_on, updated_at, created_by
from customer_at_merge
where merge_id = $1 and side = 'gone'
