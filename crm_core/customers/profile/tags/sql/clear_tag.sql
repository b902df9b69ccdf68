-- Take the tag $1 off everybody.
delete from customer_tag where tag_id = $1
