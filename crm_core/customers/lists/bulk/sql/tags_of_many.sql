-- One row a customer of the Arrow table `chosen` (customer_id) and tag.
select p.customer_id, p.tag_id
from customer_tag as p
inner join chosen as h on h.customer_id = p.customer_id
order by p.customer_id, p.tag_id
