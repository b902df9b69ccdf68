-- What was decided of touchpoints in a plan. $1 plan.
select touchpoint_id, is_in, reason, version from plan_scope where plan_id = $1 order by touchpoint_id
