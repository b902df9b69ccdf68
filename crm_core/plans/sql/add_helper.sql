-- Somebody helps with an action. $1 action, $2 user.
insert into plan_action_helper (action_id, user_id) values ($1, $2)
