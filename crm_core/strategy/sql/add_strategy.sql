-- A new strategy of the plan $1 for the customers $2. $7 who, $8 now.
insert into plan_strategy (plan_id, subject, aim, content, raising, guideline, version, updated_by, updated_at)
values ($1, $2, $3, $4, $5, $6, 1, $7, $8)
returning strategy_id
