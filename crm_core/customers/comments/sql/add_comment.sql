-- A new comment. $5 now.
insert into customer_comment (customer_id, author_id, content, mentioned, created_at, version) values ($1, $2, $3, $4, $5, 1)
returning comment_id
