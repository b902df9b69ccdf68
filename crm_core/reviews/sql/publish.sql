-- What everybody reads of a review. $1 review, $2 version, $3 summary, $4 by whom, $5 now.
update plan_review
set summary = $3, published_by = $4, published_at = $5, version = version + 1, updated_at = $5
where review_id = $1 and version = $2 and state = 'closed'
returning review_id
