-- A new stage. $1 plan, $2 name, $3 first day, $4 last day, $5 now.
insert into plan_stage (plan_id, name, first_on, last_on, version, updated_at) values ($1, $2, $3, $4, 1, $5)
returning stage_id
