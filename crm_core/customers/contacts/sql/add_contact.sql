-- A new contact; $1 customer, $2-$10 the fields, $11 now, $12 user.
insert into contact (
    customer_id, name, name_key, title, is_decision_maker, phone, phone_key, email, wechat, note, version, created_at,
    created_by, updated_at
) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, 1, $11, $12, $11)
returning contact_id
