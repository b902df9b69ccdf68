-- The actions of a goal that is removed go on for the plan as a whole. $1 goal, $2 now.
update plan_action set goal_id = null, version = version + 1, updated_at = $2 where goal_id = $1
