-- One entry of the trail. $1 seq, $2 happened_at, $3-$4 actor, $5 action, $6-$7 entity, $8 rows, $9 digest, $10-$11 hashes.
insert into audit_entry values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
