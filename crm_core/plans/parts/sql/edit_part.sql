-- A further metric of a goal is weighed anew or starts elsewhere. $1 part, $2 weight, $3 baseline, $4 its day, $5 now.
update plan_goal_part set weight = $2, baseline = $3, baseline_on = $4, updated_at = $5 where part_id = $1
