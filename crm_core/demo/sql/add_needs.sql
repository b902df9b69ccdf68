-- What about a quarter of the demo's owned customers want; it depends on the customer's code alone. $1 the day.
insert into customer_need (customer_id, kind, content, weight, state, noted_on, version, created_by, created_at, updated_at)
select
    c.customer_id, w.kind, w.content, 1 + (hash(c.code) % 3)::integer,
    case when hash(c.code || w.kind) % 5 = 0 then 'met' when hash(c.code || w.kind) % 11 = 0 then 'given_up' else 'open' end,
    greatest(c.created_on, ($1::date - (10 + hash(c.code) % 200)::integer)), 1, c.owner_id, now(), now()
from customer as c
cross join (
    values ('price', '同类产品里价格要有优势。'), ('convenience', '希望下单后次日送到。'), ('reliability', '每批品质要一致。')
) as w (kind, content)
where c.owner_id is not null and hash(w.kind || c.code) % 9 = 0
order by c.customer_id, w.kind
