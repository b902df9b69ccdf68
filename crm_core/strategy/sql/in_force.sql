-- One row a subject of which words hold, of the company ($1 0) or of the team $1.
select
    f.subject, f.plan_id, p.name as plan_name, f.aim, f.content, f.raising, f.guideline, f.put_at,
    u.display_name as put_by
from strategy_in_force as f
left join plan_name_view as p on p.plan_id = f.plan_id
left join user_view as u on u.user_id = f.put_by
where f.team_id = $1
order by f.subject
