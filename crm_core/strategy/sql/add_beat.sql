-- The strategy $1 asks for a contact through $2 ('' any) every $3 days, about $4.
insert into plan_strategy_beat (strategy_id, channel, days, guide) values ($1, $2, $3, $4)
