-- What a goal was seen at. $1 check-in, $2 goal, $3 value, $4 status.
insert into plan_check_in_value (check_in_id, goal_id, value, status) values ($1, $2, $3, $4)
