-- A goal answers to a kind of what customers want. $1 plan, $2 want, $3 goal, $4 by, $5 now.
insert into plan_need_goal (plan_id, want, goal_id, linked_by, linked_at) values ($1, $2, $3, $4, $5)
