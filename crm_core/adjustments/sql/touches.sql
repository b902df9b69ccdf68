-- What a plan's adjustments touched. $1 plan.
select o.adjustment_id, o.kind, o.about_id
from plan_adjustment_touch as o
inner join plan_adjustment as a on a.adjustment_id = o.adjustment_id
where a.plan_id = $1
order by o.adjustment_id, o.kind, o.about_id
