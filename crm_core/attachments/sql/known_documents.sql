-- One row a document of a customer with one of these contents: name and day. $1 customer, $2 digests.
select content_digest, file_name, added_at from attachment where customer_id = $1 and content_digest = any($2) order by attachment_id
