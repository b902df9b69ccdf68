-- One row two customers ($1 and $2, place by place): the fields that both have, equal and different, comma-separated; no value.
with pairs as (select unnest($1::bigint[]) as low_id, unnest($2::bigint[]) as high_id),
flags as (
    select
        p.low_id, p.high_id,
        [
            {'field': 'name', 'same': a.name_key = b.name_key},
            {'field': 'kind', 'same': a.kind = b.kind},
            {'field': 'phone', 'same': a.phone_key = b.phone_key},
            {'field': 'email', 'same': lower(a.email) = lower(b.email)},
            {'field': 'id_number', 'same': a.id_number = b.id_number},
            {'field': 'birthday', 'same': a.birthday = b.birthday},
            {'field': 'gender', 'same': a.gender = b.gender},
            {'field': 'region', 'same': a.region = b.region},
            {'field': 'owner_id', 'same': a.owner_id = b.owner_id},
            {'field': 'note', 'same': a.note = b.note}
        ] as fields
    from pairs as p
    inner join customer as a on a.customer_id = p.low_id
    inner join customer as b on b.customer_id = p.high_id
)
select
    low_id, high_id,
    array_to_string(list_transform(list_filter(fields, lambda f: f.same), lambda f: f.field), ',') as same,
    array_to_string(list_transform(list_filter(fields, lambda f: not f.same), lambda f: f.field), ',') as different
from flags
order by low_id, high_id
