-- Take a tag off a customer. $1 customer, $2 tag.
delete from customer_tag where customer_id = $1 and tag_id = $2
