-- What is kept beside an action, for the first time or anew. $1 action, $2 method, $3 planned, $4 spent, $5 now.
insert into plan_action_detail (action_id, method, planned_cost, spent_cost, updated_at) values ($1, $2, $3, $4, $5)
on conflict (action_id)
do update set method = excluded.method, planned_cost = excluded.planned_cost, spent_cost = excluded.spent_cost,
    updated_at = excluded.updated_at
