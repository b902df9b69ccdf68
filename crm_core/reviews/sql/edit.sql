-- Another day of a review that is not closed. $1 review, $2 version, $3 day, $4 now.
update plan_review set held_on = $3, version = version + 1, updated_at = $4
where review_id = $1 and version = $2 and state = 'coming'
returning review_id
