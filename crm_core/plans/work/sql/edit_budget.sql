-- What a plan may cost changes where it still has the version that was seen. $1 plan, $2 version, $3 amount, $4 by whom, $5 now.
update plan_budget set amount = $3, version = version + 1, set_by = $4, set_at = $5
where plan_id = $1 and version = $2
returning plan_id
