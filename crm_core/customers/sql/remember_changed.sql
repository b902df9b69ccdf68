-- Note what an import is about to change in the customers that it updates (the Arrow table `ready`). $1 import.
insert into import_change
select
    $1, 'customer', c.customer_id, c.version + 1,
    to_json({
        'kind': c.kind, 'name': c.name, 'search_text': c.search_text, 'name_key': c.name_key, 'phone': c.phone,
        'phone_key': c.phone_key, 'email': c.email, 'id_number': c.id_number, 'birthday': c.birthday::varchar,
        'gender': c.gender, 'region': c.region, 'note': c.note, 'owner_id': c.owner_id, 'team_id': c.team_id,
        'import_id': c.import_id, 'version': c.version,
        'own': (
            select json_group_object(v.field_id::varchar, v.value)::varchar
            from own_field_value as v
            where v.customer_id = c.customer_id
        )
    })::varchar
from ready as n
inner join customer as c on c.customer_id = n.customer_id
where n.outcome = 'updated'
