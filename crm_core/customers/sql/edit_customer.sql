-- Change one customer that still has the version $2. $1 customer, $3-$14 the fields, $15 now.
update customer
set kind = $3, name = $4, search_text = $5, name_key = $6, phone = $7, phone_key = $8, email = $9, id_number = $10,
    birthday = $11, gender = $12, region = $13, note = $14, version = version + 1, updated_at = $15
where customer_id = $1 and version = $2
returning version
