-- What a further metric shall come to in a stage at a level. $1 part, $2 stage, $3 level, $4 value, $5 now.
insert into plan_goal_part_value (part_id, stage_id, level, value, version, updated_at) values ($1, $2, $3, $4, 1, $5)
