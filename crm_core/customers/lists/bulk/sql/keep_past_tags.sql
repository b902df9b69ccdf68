-- Keep how long tags stood on customers who lose them today: the Arrow table `marks` (customer_id, tag_id). $1 zone, $2 today.
insert into customer_tag_past (customer_id, tag_id, since_on, until_on)
select g.customer_id, g.tag_id, cast(timezone($1, g.put_at) as date), $2
from customer_tag as g
inner join marks as m on m.customer_id = g.customer_id and m.tag_id = g.tag_id
where cast(timezone($1, g.put_at) as date) < $2
