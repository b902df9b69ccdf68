-- What the metrics of a plan's adjustments were expected to do, in the order of the forms. $1 plan.
select m.adjustment_id, m.metric_id, m.wanted, m.size
from plan_adjustment_aim as m
inner join plan_adjustment as a on a.adjustment_id = m.adjustment_id
where a.plan_id = $1
order by m.adjustment_id, m.place
