-- The facts of a review, that are written anew or go with it. $1 review.
delete from plan_review_fact where review_id = $1
