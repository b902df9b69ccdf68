-- What is decided of a touchpoint for the first time. $1 plan, $2 touchpoint, $3 is in, $4 reason, $5 by, $6 now.
insert into plan_scope (plan_id, touchpoint_id, is_in, reason, version, set_by, set_at) values ($1, $2, $3, $4, 1, $5, $6)
