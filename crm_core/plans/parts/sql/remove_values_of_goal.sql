-- What the further metrics of a goal shall come to goes with it. $1 goal.
delete from plan_goal_part_value where part_id in (select part_id from plan_goal_part where goal_id = $1)
