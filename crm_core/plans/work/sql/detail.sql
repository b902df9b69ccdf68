-- What is kept beside one action. $1 action.
select action_id, method, planned_cost, spent_cost from plan_action_detail where action_id = $1
