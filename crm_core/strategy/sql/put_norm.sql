-- The plan $4 has set the norm $5 of the team $1 (0: the company) for the rung $2 and channel $3 ('' any). $8 who, $9 now.
insert into strategy_norm (team_id, rung, channel, plan_id, norm_id, days, guide, put_by, put_at)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
on conflict (team_id, rung, channel) do update set plan_id = excluded.plan_id, norm_id = excluded.norm_id,
    days = excluded.days, guide = excluded.guide, put_by = excluded.put_by, put_at = excluded.put_at
