-- A review that is not held after all. $1 review, $2 version.
delete from plan_review where review_id = $1 and version = $2 and state = 'coming' returning review_id
