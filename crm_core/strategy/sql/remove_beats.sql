-- Remove what the strategy $1 asks for.
delete from plan_strategy_beat where strategy_id = $1
