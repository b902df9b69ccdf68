-- Remove one contact that still has the version $2. $1 contact.
delete from contact where contact_id = $1 and version = $2
returning contact_id
