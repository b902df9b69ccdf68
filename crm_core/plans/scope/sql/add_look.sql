-- One look at one side. $1 plan, $2 dimension, $3 level, $4 aim, $5 its day, $6 note, $7 day of the look, $8 by, $9 now.
insert into plan_maturity (plan_id, dimension, level, aim, aim_on, note, assessed_on, assessed_by, created_at)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
