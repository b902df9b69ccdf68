-- One row a norm that a plan set, with what it asked for then; of every team. An ended norm stays until another is set.
select
    if(s.team_id = 0, null, s.team_id) as team_id, s.rung, s.channel, s.plan_id, p.name as plan_name, s.norm_id, s.days, s.guide,
    coalesce(t.state = 'closed', false) as is_closed
from strategy_norm as s
left join plan_name_view as p on p.plan_id = s.plan_id
left join plan_state_view as t on t.plan_id = s.plan_id
order by s.team_id, s.rung, s.channel
