-- What a further metric shall come to goes with it. $1 part.
delete from plan_goal_part_value where part_id = $1
