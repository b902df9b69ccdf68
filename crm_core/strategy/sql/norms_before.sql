-- One row a norm that held (days null: none did) before the plan $1 was put into force.
select rung, channel, days, guide from strategy_norm_before where plan_id = $1 order by rung, channel
