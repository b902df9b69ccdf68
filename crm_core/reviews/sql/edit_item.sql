-- What somebody makes of an item. $1 review, $2 key, $3 version, $4 place, $5 left out, $6 title, $7 minutes, $8 by whom, $9 now.
update plan_review_item
set place = $4, is_left_out = $5, title = $6, minutes = $7, version = version + 1, updated_by = $8, updated_at = $9
where review_id = $1 and item_key = $2 and version = $3
returning item_id
