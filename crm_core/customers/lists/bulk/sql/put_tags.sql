-- Put tags on customers who have them not: the Arrow table `marks` (customer_id, tag_id). $1 who, $2 now.
insert into customer_tag (customer_id, tag_id, put_by, put_at)
select m.customer_id, m.tag_id, $1, $2 from marks as m order by m.customer_id, m.tag_id
