-- What the first metric of a goal weighs among its metrics, for the first time or anew. $1 goal, $2 weight, $3 now.
insert into plan_goal_detail (goal_id, first_weight, purpose, updated_at) values ($1, $2, '', $3)
on conflict (goal_id) do update set first_weight = excluded.first_weight, updated_at = excluded.updated_at
