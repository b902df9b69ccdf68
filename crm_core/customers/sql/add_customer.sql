-- A new customer; $1 id, then the columns in order.
insert into customer (
    customer_id, code, kind, name, search_text, name_key, phone, phone_key, email, id_number, birthday, gender, region,
    owner_id, team_id, note, version, created_at, created_on, updated_at, created_by
) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, 1, $17, $18, $17, $19)
