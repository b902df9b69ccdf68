-- The values of one entry, beside the chain. $1 seq, $2 salt, $3 JSON text {"before", "after"}.
insert into audit_value values ($1, $2, $3)
