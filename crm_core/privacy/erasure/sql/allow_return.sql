-- Let whom the erasure $1 meant come back by an import. $2 why, $3 who, $4 now. No row: there is none, or it was allowed already.
insert into erasure_return (erasure_key, reason, allowed_by, allowed_at)
select e.erasure_key, $2, $3, $4
from erasure as e
where
    e.erasure_id = $1 and e.erasure_key in (select g.erasure_key from erasure_sign as g)
    and e.erasure_key not in (select r.erasure_key from erasure_return as r)
returning erasure_key
