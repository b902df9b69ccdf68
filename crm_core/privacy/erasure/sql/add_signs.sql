-- The signs of the erasure $1: $2 kinds, $3 signs.
insert into erasure_sign (erasure_key, kind, sign) select $1, unnest($2::varchar[]), unnest($3::varchar[])
