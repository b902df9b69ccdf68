-- A goal does not answer to a kind of want any more. $1 plan, $2 want, $3 goal.
delete from plan_need_goal where plan_id = $1 and want = $2 and goal_id = $3
