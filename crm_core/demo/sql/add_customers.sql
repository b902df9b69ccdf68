-- The customers in given; joined_at is local. Who looks after them comes by user name, their team by name.
-- $1 first id, $2 import, $3 zone.
insert into customer (
    customer_id, code, kind, name, search_text, name_key, phone, phone_key, email, birthday, gender, region, owner_id,
    team_id, note, import_id, version, created_at, created_on, updated_at, created_by
)
select $1 + g.place, g.code, g.kind, g.name, g.search_text, g.name_key, g.phone, g.phone_key, g.email, g.birthday, g.gender,
    g.region, u.user_id, t.team_id, g.note, $2, 1, timezone($3, g.joined_at), cast(g.joined_at as date),
    timezone($3, g.joined_at), coalesce(u.user_id, 0)
from given as g
left join app_user as u on u.username = g.carer
left join team as t on t.name = g.team
order by g.place
