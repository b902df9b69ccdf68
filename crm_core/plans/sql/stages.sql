-- The stages of a plan in the order of their days. $1 plan.
select stage_id, name, first_on, last_on, version from plan_stage where plan_id = $1 order by first_on, stage_id
