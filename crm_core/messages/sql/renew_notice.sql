-- The same notice, still unread, is of now. $1 user, $2 kind, $3 text, $4 JSON values, $5 page, $6 query, $7 now.
update notice set created_at = $7
where user_id = $1 and kind = $2 and text = $3 and text_values = $4 and page is not distinct from $5 and page_query = $6
    and read_at is null
returning notice_id
