-- An action comes after another. $1 action, $2 the one before.
insert into plan_action_link (action_id, after_id) values ($1, $2)
