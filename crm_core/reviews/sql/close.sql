-- The end of a review. $1 review, $2 version, $3 day, $4 the next day, $5 actions, $6 done, $7 overdue, $8 by whom, $9 now.
update plan_review
set state = 'closed', held_on = $3, next_on = $4, action_count = $5, done_count = $6, overdue_count = $7, closed_by = $8, closed_at = $9,
    version = version + 1, updated_at = $9
where review_id = $1 and version = $2 and state = 'coming'
returning review_id
