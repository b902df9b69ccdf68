-- A further metric of a goal. $1 goal, $2 metric, $3 weight, $4 baseline, $5 its day, $6 now.
insert into plan_goal_part (goal_id, metric_id, weight, baseline, baseline_on, updated_at) values ($1, $2, $3, $4, $5, $6)
returning part_id
