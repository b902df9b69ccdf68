-- The known contacts of a file (the Arrow table `ready`) that differ: what the file leaves empty stays. $1 now.
update contact
set
    name = n.name, name_key = n.name_key, title = coalesce(n.title, contact.title),
    is_decision_maker = coalesce(n.is_decision_maker, contact.is_decision_maker), email = coalesce(n.email, contact.email),
    wechat = coalesce(n.wechat, contact.wechat), note = coalesce(n.note, contact.note), version = contact.version + 1,
    updated_at = $1
from ready as n
where n.outcome = 'updated' and contact.contact_id = n.contact_id
