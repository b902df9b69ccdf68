-- The strategy of the closed plan $1 stays or ended: $2. $3 who, $4 now.
insert into strategy_after (plan_id, choice, chosen_by, chosen_at) values ($1, $2, $3, $4)
on conflict (plan_id) do update set choice = excluded.choice, chosen_by = excluded.chosen_by, chosen_at = excluded.chosen_at
