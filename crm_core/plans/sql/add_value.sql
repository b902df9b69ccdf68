-- What a goal shall come to in a stage at a level. $1 goal, $2 stage, $3 level, $4 value, $5 now.
insert into plan_goal_value (goal_id, stage_id, level, value, version, updated_at) values ($1, $2, $3, $4, 1, $5)
