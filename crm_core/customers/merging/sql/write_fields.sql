-- Write the fields of one customer. $1 customer, $2-$15 the fields, $16 now.
update customer
set kind = $2, name = $3, name_key = $4, search_text = $5, phone = $6, phone_key = $7, email = $8, id_number = $9,
    birthday = $10, gender = $11, region = $12, owner_id = $13, team_id = $14, note = $15, version = version + 1,
    updated_at = $16
where customer_id = $1
returning version
