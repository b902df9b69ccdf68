-- One row another customer with the same phone, unified social credit code or customer code, be it that of one
-- that was merged into it. $1 the customer itself or
-- null, $2 phone key, $3 credit code, $4 customer code, each null where there is none; $5-$7 the reach of who asks.
with formerly as (select customer_id from customer_former where code = $4)
select
    c.customer_id, c.name, c.code, c.owner_id, u.display_name as owner, t.name as team,
    case when c.code = $4 or c.customer_id in (from formerly) then 'code' when c.phone_key = $2 then 'phone' else 'id_number' end as field,
    ($5 = 'all' or c.team_id = any($6) or c.owner_id = $7
        or exists (select 1 from collaborator as v where v.customer_id = c.customer_id and v.user_id = $7)) as is_open
from customer as c
left join user_view as u on u.user_id = c.owner_id
left join team_view as t on t.team_id = c.team_id
where
    (c.phone_key = $2 or (c.kind = 'company' and c.id_number = $3) or c.code = $4
        or c.customer_id in (from formerly))
    and ($1 is null or c.customer_id <> $1)
order by is_open, c.owner_id nulls last, c.customer_id
limit 1
