-- One row another customer that looks like one that is being entered: by code, phone or credit code, else by name; a name
-- tells of companies everywhere and of persons within reach. $1-$3 the reach, $4 code, $5 phone key, $6 credit code, $7 kind,
-- $8 the forms of the name, $9 the legal forms (a regular expression), $10 how many at most.
with named as (
    select customer_id
    from customer
    where
        (kind = 'company' or kind = $7) and len($8) > 0
        and regexp_replace(regexp_replace(name_key, '[^\p{L}\p{N}]', '', 'g'), $9, '') in (select unnest($8::varchar[]))
),
formerly as (select customer_id from customer_former where code = $4),
found as (
    select
        c.customer_id, c.name, c.code, c.owner_id, u.display_name as owner, t.name as team, c.kind,
        case
            when c.code = $4 or c.customer_id in (from formerly) then 'code'
            when c.phone_key = $5 then 'phone'
            when c.kind = 'company' and c.id_number = $6 then 'id_number'
            else 'name'
        end as alike_by,
        ($1 = 'all' or coalesce(c.team_id = any($2) or c.owner_id = $3, false)
            or exists (select 1 from collaborator as v where v.customer_id = c.customer_id and v.user_id = $3)) as is_open
    from customer as c
    left join named as n on n.customer_id = c.customer_id
    left join user_view as u on u.user_id = c.owner_id
    left join team_view as t on t.team_id = c.team_id
    where c.code = $4 or c.customer_id in (from formerly) or c.phone_key = $5 or (c.kind = 'company' and c.id_number = $6) or n.customer_id is not null
)
select customer_id, name, code, owner_id, owner, team, alike_by, is_open
from found
where is_open or alike_by <> 'name' or kind = 'company'
order by alike_by = 'name', is_open desc, customer_id
limit $10
