-- A decision becomes an action. $1 decision, $2 action.
update plan_review_decision set action_id = $2 where decision_id = $1 and action_id is null returning decision_id
