-- Keep how long the tag $2 stood on customers who lose it today, $4; $1 customer, null for all of them; $3 zone.
insert into customer_tag_past (customer_id, tag_id, since_on, until_on)
select g.customer_id, g.tag_id, cast(timezone($3, g.put_at) as date), $4
from customer_tag as g
where g.tag_id = $2 and ($1 is null or g.customer_id = $1) and cast(timezone($3, g.put_at) as date) < $4
