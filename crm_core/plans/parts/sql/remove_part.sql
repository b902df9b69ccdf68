-- A further metric leaves its goal. $1 part.
delete from plan_goal_part where part_id = $1
