-- A value is changed (null: taken away) where it still has the version that was seen. $1 part, $2 stage, $3 level,
-- $4 version, $5 value, $6 now.
update plan_goal_part_value set value = $5, version = version + 1, updated_at = $6
where part_id = $1 and stage_id = $2 and level = $3 and version = $4
returning part_id
