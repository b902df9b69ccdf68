-- Which goal of a plan answers to which kind of what customers want. $1 plan.
select want, goal_id from plan_need_goal where plan_id = $1 order by want, goal_id
