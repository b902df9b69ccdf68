-- The plan of the milestone $1.
select plan_id from plan_milestone where milestone_id = $1
