-- One row an open action of high priority of a plan. $1 plan.
select action_id from plan_action where plan_id = $1 and priority = 'high' and status in ('planned', 'doing')
order by due_on, action_id
