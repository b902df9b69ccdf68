-- One row a contact that a strategy of the plan $1 asks for.
select b.strategy_id, b.channel, b.days, b.guide
from plan_strategy_beat as b
inner join plan_strategy as s on s.strategy_id = b.strategy_id
where s.plan_id = $1
order by b.strategy_id, b.channel
