-- What a goal shall come to goes with it. $1 goal.
delete from plan_goal_value where goal_id = $1
