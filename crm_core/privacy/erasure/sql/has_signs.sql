-- Whether anybody who was erased may not come back by an import.
select exists (
    select 1 from erasure_sign as g where g.erasure_key not in (select r.erasure_key from erasure_return as r)
)
