-- Note the contacts that an import has just added: those above the highest number before. $1 import, $2 that number.
insert into import_change
select $1, 'contact', contact_id, version, null from contact where contact_id > $2
