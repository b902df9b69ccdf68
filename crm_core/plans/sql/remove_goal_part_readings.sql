-- What a goal's metrics were seen at goes with it. $1 goal.
delete from plan_check_in_part where goal_id = $1
