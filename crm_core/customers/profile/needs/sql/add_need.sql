-- What a customer wants; $1 customer, $2 kind, $3 words, $4 weight, $5 state, $6 day, $7 user, $8 now.
insert into customer_need (
    customer_id, kind, content, weight, state, noted_on, version, created_by, created_at, updated_at
) values ($1, $2, $3, $4, $5, $6, 1, $7, $8, $8)
returning need_id
