-- What a goal answers to goes with it. $1 goal.
delete from plan_need_goal where goal_id = $1
