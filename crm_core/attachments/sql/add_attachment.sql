-- A document. $1 customer, $2 interaction or null, $3 name, $4 kind, $5 bytes, $6 digest, $7 place, $8 user, $9 now.
insert into attachment (
    customer_id, interaction_id, file_name, kind, byte_count, content_digest, place, added_by, added_at
) values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
returning attachment_id
