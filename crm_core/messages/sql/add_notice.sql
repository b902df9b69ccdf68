-- A new notice. $1 user, $2 kind, $3 text, $4 JSON values, $5 page, $6 the page's query, $7 now.
insert into notice (user_id, kind, text, text_values, page, page_query, created_at) values ($1, $2, $3, $4, $5, $6, $7)
returning notice_id
