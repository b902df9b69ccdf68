-- The faces again, with the masked columns named for what they are, so that no view has a column of a sensitive name.
-- masked_phone 138****8000 · masked_email l***@example.com · masked_id_number 110105********002X · masked_birthday: the
-- month only, ****-03-**. A value too short to hide a part of is hidden whole.
create or replace view customer_face_view as
select
    customer_id, code, kind, name,
    case
        when phone is null then null
        when length(phone) >= 11 then left(phone, 3) || '****' || right(phone, 4)
        when length(phone) >= 8 then '****' || right(phone, 4)
        else '****'
    end as masked_phone,
    case
        when email is null then null
        when strpos(email, '@') > 4 then left(email, 1) || '***' || substr(email, strpos(email, '@'))
        when strpos(email, '@') > 1 then '***' || substr(email, strpos(email, '@'))
        else '****'
    end as masked_email,
    case
        when id_number is null then null
        when length(id_number) >= 15 then left(id_number, 6) || repeat('*', length(id_number) - 10) || right(id_number, 4)
        else repeat('*', 8)
    end as masked_id_number,
    case
        when birthday is null then null
        else '****-' || right('0' || cast(extract(month from birthday) as varchar), 2) || '-**'
    end as masked_birthday,
    gender, region, owner_id, team_id, note, import_id, version, created_at, created_on, updated_at, created_by
from customer;
