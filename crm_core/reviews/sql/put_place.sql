-- Where an item stands on the agenda; whose words it holds stays. $1 review, $2 key, $3 place, $4 now.
update plan_review_item set place = $3, updated_at = $4 where review_id = $1 and item_key = $2 returning item_id
