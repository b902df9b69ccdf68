-- An action comes after another no more. $1 action, $2 the one before.
delete from plan_action_link where action_id = $1 and after_id = $2
