-- The milestones of a plan in the order of their days. $1 plan.
select milestone_id, name, due_on, done_on, version from plan_milestone where plan_id = $1 order by due_on, milestone_id
