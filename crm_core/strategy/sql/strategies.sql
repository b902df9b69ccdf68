-- One row a strategy of the plan $1, by its number.
select s.strategy_id, s.subject, s.aim, s.content, s.raising, s.guideline, s.version, s.updated_at, u.display_name as updated_by
from plan_strategy as s
left join user_view as u on u.user_id = s.updated_by
where s.plan_id = $1
order by s.strategy_id
