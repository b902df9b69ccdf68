-- What a notice says from now on. $1 notice, $2 text, $3 JSON values, $4 page, $5 now.
update notice set text = $2, text_values = $3, page = $4, page_query = '', created_at = $5
where notice_id = $1
