-- How one thing stood, to be written anew. $1 review, $2 key.
delete from plan_review_fact where review_id = $1 and item_key = $2
