-- Remove the strategy $1 that still has the version $2.
delete from plan_strategy where strategy_id = $1 and version = $2 returning strategy_id
