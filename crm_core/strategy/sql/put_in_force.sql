-- From now on these words hold for the customers $2 of the team $1 (0: the company). $3 plan, $8 who, $9 now.
insert into strategy_in_force (team_id, subject, plan_id, aim, content, raising, guideline, put_by, put_at)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
on conflict (team_id, subject) do update set plan_id = excluded.plan_id, aim = excluded.aim, content = excluded.content,
    raising = excluded.raising, guideline = excluded.guideline, put_by = excluded.put_by, put_at = excluded.put_at
