-- One row a field that an import would write over in a customer: what stands there, masked as everywhere, and what the file
-- says. The Arrow tables `lines` (known customers that differ, of the import's `ready`) and `own_said` (row, field_id, value).
-- own: the field's id where it is a fact or a company's own. Parameters: $scope, $teams, $me: what the actor may import into.
with standing as (
    select
        n.*, c.code as known_code, c.kind as old_kind, c.name as old_name, c.phone_key as old_phone_key, c.email as old_email,
        c.id_number as old_id_number, c.birthday as old_birthday, c.gender as old_gender, c.region as old_region,
        c.owner_id as old_owner_id, c.note as old_note, f.masked_phone, f.masked_email, f.masked_id_number, f.masked_birthday,
        u.display_name as old_owner, w.display_name as new_owner
    from lines as n
    inner join customer as c on c.customer_id = n.customer_id
    inner join customer_face_view as f on f.customer_id = c.customer_id
    left join user_view as u on u.user_id = c.owner_id
    left join user_view as w on w.user_id = n.owner_id
    where $scope = 'all' or c.team_id = any($teams) or c.owner_id = $me
),

fields as (
    select s.row, s.known_code as code, s.old_name as whose, t.place, t.field, null::bigint as own, t.was, t.becomes
    from standing as s, unnest([
        {'place': 1, 'field': 'kind', 'was': s.old_kind, 'becomes': s.given_kind,
            'differs': s.given_kind is not null and s.given_kind <> s.old_kind},
        {'place': 2, 'field': 'name', 'was': s.old_name, 'becomes': s.name, 'differs': s.name <> s.old_name},
        {'place': 3, 'field': 'phone', 'was': s.masked_phone, 'becomes': s.phone,
            'differs': s.phone_key is not null and s.phone_key is distinct from s.old_phone_key},
        {'place': 4, 'field': 'email', 'was': s.masked_email, 'becomes': s.email,
            'differs': s.email is not null and s.email is distinct from s.old_email},
        {'place': 5, 'field': 'id_number', 'was': s.masked_id_number, 'becomes': s.id_number,
            'differs': s.id_number is not null and s.id_number is distinct from s.old_id_number},
        {'place': 6, 'field': 'birthday', 'was': s.masked_birthday, 'becomes': s.birthday::varchar,
            'differs': s.birthday is not null and s.birthday is distinct from s.old_birthday},
        {'place': 7, 'field': 'gender', 'was': s.old_gender, 'becomes': s.gender,
            'differs': s.gender is not null and s.gender is distinct from s.old_gender},
        {'place': 8, 'field': 'region', 'was': s.old_region, 'becomes': s.region,
            'differs': s.region is not null and s.region is distinct from s.old_region},
        {'place': 9, 'field': 'owner', 'was': s.old_owner, 'becomes': s.new_owner,
            'differs': s.owner_id is not null and s.owner_id is distinct from s.old_owner_id},
        {'place': 10, 'field': 'note', 'was': s.old_note, 'becomes': s.note,
            'differs': s.note is not null and s.note is distinct from s.old_note}
    ]) as listed(t)
    where t.differs
    union all
    select
        s.row, s.known_code, s.old_name, 11, if(o.field_id < 0, 'fact', 'own'), o.field_id, v.value, o.value
    from standing as s
    inner join own_said as o on o.row = s.row
    left join own_field_value as v on v.customer_id = s.customer_id and v.field_id = o.field_id
    where v.value is distinct from o.value
)

select row, code, whose, field, own, was, becomes
from fields
order by row, place, own
