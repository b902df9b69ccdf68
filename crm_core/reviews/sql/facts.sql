-- How things stood in a review, in the order in which they were kept. $1 review.
select item_key as key, kind, name, told, code, day_on as day, metric_id, unit, lower_is_better, scope_kind, scope_id, scope_name,
    team_id, goal_id, owner_id, owner_name, weight, baseline, target, pace, actual, attainment, low, expected, high, chance, status
from plan_review_fact
where review_id = $1
order by place, item_key
