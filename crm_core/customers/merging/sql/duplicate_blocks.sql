-- One row a value that more than one customer has: the sign, a digest of the value, how many and which customers (none are
-- listed of a value that more than $largest share: it says nothing). $legal: legal forms at the end of a name, a regular
-- expression; $traditional, $simplified: the letters of two scripts, one for one.
with named as (
    select
        customer_id, kind, phone_key, id_number, lower(email) as email, birthday, region,
        regexp_replace(
            translate(regexp_replace(name_key, '[^\p{L}\p{N}]', '', 'g'), $traditional, $simplified), $legal, ''
        ) as likeness
    from customer
),
keys as (
    select 'phone' as sign, phone_key as key, customer_id from named where phone_key is not null
    union all
    select 'number', id_number, customer_id from named where id_number is not null
    union all
    select 'email', email, customer_id from named where email is not null
    union all
    select 'name', likeness, customer_id from named where kind = 'company' and length(likeness) > 1
    union all
    select 'name_birthday', likeness || '|' || birthday, customer_id
    from named where kind = 'person' and length(likeness) > 1 and birthday is not null
    union all
    select 'name_digits', likeness || '|' || right(phone_key, 4), customer_id
    from named where kind = 'person' and length(likeness) > 1 and length(phone_key) >= 8
    union all
    select 'name_region', likeness || '|' || region, customer_id
    from named where kind = 'person' and length(likeness) > 1 and region is not null
)
select
    sign,
    left(md5(sign || '|' || key), 12) as sign_digests,
    count(*) as member_count,
    if(count(*) <= $largest, list(customer_id), []::bigint[]) as members
from keys
group by sign, key
having count(*) > 1
