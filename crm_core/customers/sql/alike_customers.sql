-- One row a new customer of a file (the Arrow table `wanted`: row, kind, phone_key, likeness, holder) that looks like one
-- within reach: by the code of who holds its phone or number, else by name. Persons of one name count only where not both have
-- a phone. $scope, $teams, $me; $legal: the legal forms at the end of a name, a regular expression.
with own as (
    select
        customer_id, code, name, kind, phone_key,
        regexp_replace(regexp_replace(name_key, '[^\p{L}\p{N}]', '', 'g'), $legal, '') as likeness
    from customer
    where $scope = 'all' or team_id = any($teams) or owner_id = $me
),
by_name as (
    select w.row, min(o.customer_id) as customer_id
    from wanted as w
    inner join own as o on o.likeness = w.likeness and o.kind = w.kind
    where w.holder is null and (w.kind = 'company' or w.phone_key is null or o.phone_key is null)
    group by w.row
),
by_holder as (
    select w.row, min(o.customer_id) as customer_id
    from wanted as w
    inner join own as o on o.code = w.holder
    group by w.row
),
found as (
    select row, customer_id, 'name' as alike_by from by_name
    union all
    select row, customer_id, 'number' as alike_by from by_holder
)
select f.row, f.customer_id as alike_id, o.code as alike_code, o.name as alike_name, f.alike_by
from found as f
inner join own as o on o.customer_id = f.customer_id
order by f.row
