-- The comment $1.
select comment_id, customer_id, author_id, content, mentioned, created_at, version from customer_comment where comment_id = $1
