-- The actions of a plan. $1 plan.
select action_id, what from plan_action where plan_id = $1 order by action_id
