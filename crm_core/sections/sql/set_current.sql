-- The plan $2 is the current one of the team $1, 0 for the company. $3 by whom, $4 now.
insert into plan_current (team_id, plan_id, set_by, set_at) values ($1, $2, $3, $4)
on conflict (team_id) do update set plan_id = excluded.plan_id, set_by = excluded.set_by, set_at = excluded.set_at
