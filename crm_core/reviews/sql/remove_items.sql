-- The items of a review, that are written anew or go with it. $1 review.
delete from plan_review_item where review_id = $1
