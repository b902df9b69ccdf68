-- What is kept beside a goal, for the first time or anew. $1 goal, $2 weight of its first metric, $3 horizon, $4 dimension,
-- $5 rung, $6 purpose, $7 now.
insert into plan_goal_detail (goal_id, first_weight, horizon, dimension, rung, purpose, updated_at)
values ($1, $2, $3, $4, $5, $6, $7)
on conflict (goal_id) do update set first_weight = excluded.first_weight, horizon = excluded.horizon,
    dimension = excluded.dimension, rung = excluded.rung, purpose = excluded.purpose, updated_at = excluded.updated_at
