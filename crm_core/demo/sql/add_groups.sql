-- The demo's groups: of each owner's companies in turn the first of four stands above the next two, and those above each other
-- in the first group; it depends on the customers' codes alone.
insert into customer_parent (customer_id, parent_id, set_by, set_at)
with placed as (
    select owner_id, list(customer_id order by code) as companies
    from customer
    where kind = 'company' and owner_id is not null
    group by owner_id
),
numbered as (
    select owner_id, companies, unnest(generate_series(1, least(len(companies), 12))) as place from placed
)
select
    companies[place] as customer_id,
    case place % 4 when 2 then companies[place - 1] when 3 then companies[if(place = 3, place - 1, place - 2)] end as parent_id,
    owner_id, now()
from numbered
where place % 4 in (2, 3)
order by customer_id
