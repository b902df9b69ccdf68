-- The highest number of a contact, 0 where there is none. One row.
select coalesce(max(contact_id), 0) as contact_id from contact
