-- What was erased. $1 key, $2 salt, $3 digests, $4 reason, $5 reference, $6 rows by table, $7 when, $8 by whom, $9 who asked for it,
-- $10 when it was done again in this store.
insert into erasure (erasure_key, salt, digests, reason, reference, row_counts, erased_at, erased_by, asked_by, replayed_at)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
returning erasure_id
