-- Write the fields of one side of a merge's memory. $1 merge, $2 side, $3-$16 the fields.
update customer_at_merge
set kind = $3, name = $4, name_key = $5, search_text = $6, phone = $7, phone_key = $8, email = $9, id_number = $10,
    birthday = $11, gender = $12, region = $13, owner_id = $14, team_id = $15, note = $16
where merge_id = $1 and side = $2
