-- Change the strategy $1 that still has the version $2. $7 who, $8 now.
update plan_strategy
set aim = $3, content = $4, raising = $5, guideline = $6, version = version + 1, updated_by = $7, updated_at = $8
where strategy_id = $1 and version = $2
returning version
