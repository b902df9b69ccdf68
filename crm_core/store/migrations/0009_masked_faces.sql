-- The one place where people's data is masked: whatever shows a customer reads this view, and only a reveal, which is
-- audited, reads the columns behind it. A value too short to hide a part of is hidden whole.
-- phone 138****8000 · email l***@example.com · id_number 110105********002X · birthday: the month only, ****-03-**.
create view customer_face_view as
select
    customer_id, code, kind, name,
    case
        when phone is null then null
        when length(phone) >= 11 then left(phone, 3) || '****' || right(phone, 4)
        when length(phone) >= 8 then '****' || right(phone, 4)
        else '****'
    end as phone,
    case
        when email is null then null
        when strpos(email, '@') > 4 then left(email, 1) || '***' || substr(email, strpos(email, '@'))
        when strpos(email, '@') > 1 then '***' || substr(email, strpos(email, '@'))
        else '****'
    end as email,
    case
        when id_number is null then null
        when length(id_number) >= 15 then left(id_number, 6) || repeat('*', length(id_number) - 10) || right(id_number, 4)
        else repeat('*', 8)
    end as id_number,
    case
        when birthday is null then null
        else '****-' || right('0' || cast(extract(month from birthday) as varchar), 2) || '-**'
    end as birthday,
    gender, region, owner_id, team_id, note, import_id, version, created_at, created_on, updated_at, created_by
from customer;

-- Who works along on a colleague's customer.
create view collaborator_view as select customer_id, user_id, since_at from collaborator;

-- Entries of the trail about one record: which fields changed (comma-separated), never the values.
create view audit_entry_view as
select
    e.seq, e.happened_at, e.actor_id, e.actor_name, e.action, e.entity, e.entity_id, e.row_count,
    array_to_string(json_keys(v.content, '$.after'), ',') as fields
from audit_entry as e
left join audit_value as v on v.seq = e.seq;

-- Follow-ups with where they came from and what closed them.
create or replace view follow_up_view as
select
    follow_up_id, customer_id, user_id, team_id, due_on, channel, purpose, status, closed_at, interaction_id, done_by,
    created_at, version
from follow_up;
