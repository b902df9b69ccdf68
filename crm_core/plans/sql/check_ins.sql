-- The check-ins of a plan, the newest first. $1 plan.
select c.check_in_id, c.checked_on, c.user_id, u.display_name as user_name, c.team_id, c.comment, c.confidence, c.created_at
from plan_check_in as c
left join user_view as u on u.user_id = c.user_id
where c.plan_id = $1
order by c.checked_on desc, c.check_in_id desc
