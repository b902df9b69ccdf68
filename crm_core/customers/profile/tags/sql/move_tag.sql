-- Put the tag $2 on the customers who have the tag $1 and not $2.
insert into customer_tag (customer_id, tag_id, put_by, put_at)
select g.customer_id, $2, g.put_by, g.put_at
from customer_tag as g
where g.tag_id = $1 and g.customer_id not in (select o.customer_id from customer_tag as o where o.tag_id = $2)
