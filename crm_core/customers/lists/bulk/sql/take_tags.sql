-- Take tags off customers: the Arrow table `marks` (customer_id, tag_id).
delete from customer_tag where (customer_id, tag_id) in (select m.customer_id, m.tag_id from marks as m)
