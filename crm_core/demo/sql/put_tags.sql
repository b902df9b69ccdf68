-- The tags of about a third of the demo's owned customers; which ones depends on the customer's code alone.
insert into customer_tag (customer_id, tag_id, put_by, put_at)
select c.customer_id, t.tag_id, c.owner_id, c.created_at
from customer as c
cross join tag as t
where
    c.owner_id is not null and hash(c.code || t.name) % 12 = 0
    and (c.kind = 'company' or t.name <> '企业团购')
order by c.customer_id, t.tag_id
