-- What a plan may cost. $1 plan.
select amount, version from plan_budget where plan_id = $1
