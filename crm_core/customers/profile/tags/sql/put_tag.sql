-- Put a tag on a customer. $1 customer, $2 tag, $3 user, $4 now.
insert into customer_tag (customer_id, tag_id, put_by, put_at) values ($1, $2, $3, $4)
