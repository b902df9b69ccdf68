-- Where the documents of a customer lie. $ids.
select place from attachment where customer_id = any($ids) order by place
