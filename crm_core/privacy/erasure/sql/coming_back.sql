-- One row a line of a file (the Arrow table `lines`: row, code, phone_key, email, id_number) that looks like somebody who was
-- erased and may not come back, with the latest such erasure: its number and instant.
with known as (
    select g.kind, g.sign, e.salt, e.erasure_id, e.erased_at
    from erasure_sign as g
    inner join erasure as e on e.erasure_key = g.erasure_key
    where g.erasure_key not in (select r.erasure_key from erasure_return as r)
),
told as (
    select l.row, unnest([
        {'kind': 'code', 'letters': 10, 'said': l.code}, {'kind': 'phone', 'letters': 6, 'said': l.phone_key},
        {'kind': 'email', 'letters': 6, 'said': l.email}, {'kind': 'number', 'letters': 10, 'said': l.id_number}
    ]) as t
    from lines as l
),
signed as (
    select t.row, t.t.kind as kind, s.salt,
        left(sha256(concat_ws(':', s.salt, t.t.kind, lower(trim(t.t.said)))), t.t.letters) as sign
    from told as t
    cross join (select distinct salt from known) as s
    where trim(coalesce(t.t.said, '')) <> ''
)
select s.row, max(k.erasure_id) as erasure_id, arg_max(k.erased_at, k.erasure_id) as erased_at
from signed as s
inner join known as k on k.kind = s.kind and k.salt = s.salt and k.sign = s.sign
group by s.row
order by s.row
