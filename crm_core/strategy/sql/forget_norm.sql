-- The plan $4 no longer stands for the norm of the team $1 (0: the company) for the rung $2 and channel $3 ('' any).
delete from strategy_norm where team_id = $1 and rung = $2 and channel = $3 and plan_id = $4
