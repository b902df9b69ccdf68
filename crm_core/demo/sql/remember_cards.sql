-- What the lead's import has added: the contacts of the Arrow table `given`. $1 import.
insert into import_change
select $1, 'contact', n.contact_id, n.version, null
from contact as n
inner join given as g on g.phone_key = n.phone_key and g.name_key = n.name_key
