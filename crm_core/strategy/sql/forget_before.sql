-- What held before the plan $1 is of no use any more.
delete from strategy_norm_before where plan_id = $1
