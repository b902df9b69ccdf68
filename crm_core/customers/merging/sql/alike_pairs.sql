-- One row two customers that look like one, from the Arrow table `blocks` (sign, sign_digests, members) and from contacts whose
-- phone is another customer's: score 0-100, signs (those against with '-') and sign_digests, comma-separated. `worth` (sign, worth)
-- and `against` (sign, share) are Arrow tables. $largest: how many may share a value that still says something; $least: the score below which a pair is left out.
with members as (
    select sign, sign_digests, unnest(members) as customer_id from blocks where len(members) > 1
),
crowded_phones as (
    select phone_key from contact where phone_key is not null group by phone_key having count(*) > $largest
    union
    select phone_key from customer where phone_key is not null group by phone_key having count(*) > $largest
),
met as (
    select a.customer_id as low_id, b.customer_id as high_id, a.sign, a.sign_digests
    from members as a
    inner join members as b on b.sign_digests = a.sign_digests and b.sign = a.sign and b.customer_id > a.customer_id
    union all
    select distinct
        least(n.customer_id, c.customer_id), greatest(n.customer_id, c.customer_id), 'contact_phone',
        left(md5('contact_phone|' || n.phone_key), 12)
    from contact as n
    inner join customer as c on c.phone_key = n.phone_key and c.customer_id <> n.customer_id
    anti join crowded_phones as x on x.phone_key = n.phone_key
),
pairs as (
    select
        m.low_id, m.high_id, 1 - exp(sum(ln(1 - w.worth))) as chance, list(distinct m.sign) as signs,
        list(distinct m.sign_digests) as sign_digests
    from (select distinct low_id, high_id, sign, sign_digests from met) as m
    inner join worth as w on w.sign = m.sign
    group by m.low_id, m.high_id
),
opposed as (
    select
        p.*,
        list_filter(
            [
                if(a.kind = b.kind and a.id_number <> b.id_number, '-number', null),
                if(a.birthday <> b.birthday, '-birthday', null),
                if(a.kind <> b.kind, '-kind', null)
            ],
            lambda sign: sign is not null
        ) as against
    from pairs as p
    inner join customer as a on a.customer_id = p.low_id
    inner join customer as b on b.customer_id = p.high_id
),
shares as (
    select o.low_id, o.high_id, exp(sum(ln(g.share))) as share
    from (select low_id, high_id, unnest(against) as sign from opposed) as o
    inner join against as g on g.sign = o.sign
    group by o.low_id, o.high_id
)
select
    o.low_id, o.high_id, round(100 * o.chance * coalesce(s.share, 1))::integer as score,
    array_to_string(list_concat(list_sort(o.signs), o.against), ',') as signs,
    array_to_string(list_sort(o.sign_digests), ',') as sign_digests
from opposed as o
left join shares as s on s.low_id = o.low_id and s.high_id = o.high_id
where round(100 * o.chance * coalesce(s.share, 1)) >= $least
