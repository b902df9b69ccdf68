-- One row a step of the store's shape that was applied, with the SHA-256 of its text.
select number, name, checksum, applied_at from schema_migration order by number
