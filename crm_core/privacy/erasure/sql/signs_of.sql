-- By what a line of a file is known as this customer, or as one that was merged into it: one row a kind and sign. $salt, $ids.
with theirs as (
    select code, phone_key, email, id_number from customer where customer_id = any($ids)
    union all
    select code, phone_key, email, id_number from customer_at_merge where customer_id = any($ids)
    union all
    select code, null, null, null from customer_former where customer_id = any($ids)
),
told as (
    select unnest([
        {'kind': 'code', 'letters': 10, 'said': code}, {'kind': 'phone', 'letters': 6, 'said': phone_key},
        {'kind': 'email', 'letters': 6, 'said': email}, {'kind': 'number', 'letters': 10, 'said': id_number}
    ]) as t
    from theirs
)
select distinct t.kind, left(sha256(concat_ws(':', $salt, t.kind, lower(trim(t.said)))), t.letters) as sign
from told
where trim(coalesce(t.said, '')) <> ''
order by t.kind, sign
