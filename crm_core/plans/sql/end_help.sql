-- Somebody helps with no open action any more. $1 user.
delete from plan_action_helper
where user_id = $1 and action_id in (select a.action_id from plan_action as a where a.status in ('planned', 'doing'))
