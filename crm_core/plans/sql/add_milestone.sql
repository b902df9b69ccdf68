-- A new milestone. $1 plan, $2 name, $3 day, $4 now.
insert into plan_milestone (plan_id, name, due_on, version, updated_at) values ($1, $2, $3, 1, $4) returning milestone_id
