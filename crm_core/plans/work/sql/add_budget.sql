-- What a plan may cost, for the first time. $1 plan, $2 amount, $3 by whom, $4 now.
insert into plan_budget (plan_id, amount, version, set_by, set_at) values ($1, $2, 1, $3, $4)
