-- A goal is removed where it still has the version that was seen. $1 goal, $2 version.
delete from plan_goal where goal_id = $1 and version = $2 returning goal_id
