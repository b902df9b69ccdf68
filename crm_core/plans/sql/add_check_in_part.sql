-- What one metric of a goal of several was seen at. $1 check-in, $2 goal, $3 place, $4 metric, $5 weight, $6 value, $7 what it
-- counted for, $8 status.
insert into plan_check_in_part (check_in_id, goal_id, place, metric_id, weight, value, progress, status)
values ($1, $2, $3, $4, $5, $6, $7, $8)
