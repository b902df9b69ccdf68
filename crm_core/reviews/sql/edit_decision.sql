-- What was decided is worded anew. $1 decision, $2 what, $3 who does it, $4 until when.
update plan_review_decision set what = $2, owner_id = $3, due_on = $4 where decision_id = $1
