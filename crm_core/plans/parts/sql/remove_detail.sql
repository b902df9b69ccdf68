-- What is kept beside a goal goes with it. $1 goal.
delete from plan_goal_detail where goal_id = $1
