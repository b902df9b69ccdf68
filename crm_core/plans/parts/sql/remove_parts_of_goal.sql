-- The further metrics of a goal go with it. $1 goal.
delete from plan_goal_part where goal_id = $1
