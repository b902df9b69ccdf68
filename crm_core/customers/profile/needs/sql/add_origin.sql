-- Where a customer's data came from. $1 customer, $2 way, $3 day of the first contact, $4 user, $5 now.
insert into customer_origin (customer_id, way, first_contact_on, version, updated_by, updated_at)
values ($1, $2, $3, 1, $4, $5)
