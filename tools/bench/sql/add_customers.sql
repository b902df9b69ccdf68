-- The customers in given; created_at is local. $1 zone.
insert into customer (
    customer_id, code, kind, name, search_text, name_key, phone, phone_key, email, birthday, gender, region, owner_id,
    team_id, note, import_id, version, created_at, created_on, updated_at, created_by
)
select customer_id, code, kind, name, search_text, name_key, phone, '86' || phone, lower(code) || '@example.com', birthday,
    gender, region, owner_id, team_id, null, 1, 1, timezone($1, created_at), cast(created_at as date),
    timezone($1, created_at), 0
from given order by customer_id
