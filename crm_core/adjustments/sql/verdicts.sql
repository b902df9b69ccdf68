-- What was decided of a plan's adjustments, the latest first. $1 plan.
select v.adjustment_id, v.verdict_id, v.opinion, v.reason, v.proposed, v.decided_on, v.decided_by as user_id,
    u.display_name as user_name
from plan_adjustment_verdict as v
inner join plan_adjustment as a on a.adjustment_id = v.adjustment_id
left join user_view as u on u.user_id = v.decided_by
where a.plan_id = $1
order by v.verdict_id desc
