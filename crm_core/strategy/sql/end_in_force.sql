-- The words of the plan $3 hold no longer for the customers $2 of the team $1 (0: the company).
delete from strategy_in_force where team_id = $1 and subject = $2 and plan_id = $3
