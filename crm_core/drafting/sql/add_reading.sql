-- A document that was read into the plan $1. $4 by whom, $5 now.
insert into plan_reading (plan_id, file_name, damage, read_by, read_at) values ($1, $2, $3, $4, $5) returning reading_id
