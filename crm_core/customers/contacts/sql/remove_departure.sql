-- Forget that a contact has left. $1 contact.
delete from contact_departure where contact_id = $1
