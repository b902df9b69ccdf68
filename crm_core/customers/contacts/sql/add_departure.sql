-- Note that a contact has left. $1 contact, $2 customer, $3 day, $4 user, $5 now.
insert into contact_departure (contact_id, customer_id, left_on, noted_by, noted_at) values ($1, $2, $3, $4, $5)
