-- What further metrics shall come to in a stage goes with it. $1 stage.
delete from plan_goal_part_value where stage_id = $1
