-- The looks at maturity in a plan, the earliest first. $1 plan.
select m.maturity_id, m.dimension, m.level, m.aim, m.aim_on, m.note, m.assessed_on, u.display_name as assessed_by
from plan_maturity as m
left join user_view as u on u.user_id = m.assessed_by
where m.plan_id = $1
order by m.maturity_id
