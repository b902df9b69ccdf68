-- The plan $1 works again: what was said of its strategy is past.
delete from strategy_after where plan_id = $1
