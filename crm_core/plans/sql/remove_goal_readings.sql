-- What a goal was seen at goes with it. $1 goal.
delete from plan_check_in_value where goal_id = $1
