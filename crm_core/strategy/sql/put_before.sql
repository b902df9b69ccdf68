-- Keep what held for the team $1 (0: the company), rung $2 and channel $3 ('' any) before the plan $4: $5 days (null: nothing), $6 guide.
insert into strategy_norm_before (team_id, rung, channel, plan_id, days, guide) values ($1, $2, $3, $4, $5, $6)
on conflict do nothing
