-- What people say of a plan's adjustments, the newest first. $1 plan.
select o.adjustment_id, o.user_id, u.display_name as user_name, o.opinion, o.comment, o.said_at, o.version
from plan_adjustment_opinion as o
inner join plan_adjustment as a on a.adjustment_id = o.adjustment_id
left join user_view as u on u.user_id = o.user_id
where a.plan_id = $1
order by o.said_at desc, o.user_id
