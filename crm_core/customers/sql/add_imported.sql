-- The new customers of a file (the Arrow table `ready`). A code that was made is not in search_text yet, whose last line is
-- the code. $1 now, $2 today, $3 import, $4 actor, $5 the team of those without an owner, or null.
insert into customer (
    customer_id, code, kind, name, search_text, name_key, phone, phone_key, email, id_number, birthday, gender, region,
    owner_id, team_id, note, import_id, version, created_at, created_on, updated_at, created_by
)
select
    coalesce(m.customer_id, nextval('customer_ids')), coalesce(l.code, m.code), l.kind, l.name,
    l.search_text || if(l.code is null, lower(m.code), ''), l.name_key, l.phone, l.phone_key, l.email, l.id_number, l.birthday,
    l.gender, l.region, l.owner_id, if(l.owner_id is null, $5, l.team_id), l.note, $3, 1, $1, $2, $1, $4
from ready as l
left join made as m on m.row = l.row
where l.outcome = 'added' and not exists (select 1 from customer_by_code_view as c where c.known_code = l.code)
order by l.row
