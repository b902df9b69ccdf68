-- Change one contact that still has the version $2. $1 contact, $3-$11 the fields, $12 now.
update contact
set name = $3, name_key = $4, title = $5, is_decision_maker = $6, phone = $7, phone_key = $8, email = $9, wechat = $10,
    note = $11, version = version + 1, updated_at = $12
where contact_id = $1 and version = $2
returning version
