-- Remove the comment $1.
delete from customer_comment where comment_id = $1
