-- Somebody does not help with an action any more. $1 action, $2 user.
delete from plan_action_helper where action_id = $1 and user_id = $2
