-- Where an item stands on the agenda. $1 review, $2 key, $3 place.
update plan_review_item set place = $3 where review_id = $1 and item_key = $2 returning item_id
