-- Note what an import is about to change in the contacts that it updates (the Arrow table `ready`). $1 import.
insert into import_change
select
    $1, 'contact', k.contact_id, k.version + 1,
    to_json({
        'name': k.name, 'name_key': k.name_key, 'title': k.title, 'is_decision_maker': k.is_decision_maker, 'email': k.email,
        'wechat': k.wechat, 'note': k.note, 'version': k.version
    })::varchar
from ready as n
inner join contact as k on k.contact_id = n.contact_id
where n.outcome = 'updated'
