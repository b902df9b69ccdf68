-- What a customer said. $1 customer, $2 purpose, $3 version of the text, $4 state, $5 day, $6 way, $7 note, $8 who, $9 now.
insert into customer_consent (customer_id, purpose_id, text_number, state, said_on, way, note, logged_by, logged_at)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
returning consent_id
