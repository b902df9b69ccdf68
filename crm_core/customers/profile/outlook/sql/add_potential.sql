-- What a person expects of a customer. $1 customer, $2 level, $3 reason, $4 day, $5 user, $6 version, $7 now.
insert into customer_potential (customer_id, level, reason, set_on, set_by, version, updated_at) values ($1, $2, $3, $4, $5, $6, $7)
