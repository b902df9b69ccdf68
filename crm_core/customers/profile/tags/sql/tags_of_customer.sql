-- One row a tag of a customer, by name. $1 customer.
select t.tag_id, t.name, t.version
from customer_tag as g
inner join tag as t on t.tag_id = g.tag_id
where g.customer_id = $1
order by t.name_key, t.tag_id
