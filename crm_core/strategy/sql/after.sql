-- What was said of the strategy of the closed plan $1.
select a.choice, a.chosen_at, u.display_name as chosen_by
from strategy_after as a
left join user_view as u on u.user_id = a.chosen_by
where a.plan_id = $1
