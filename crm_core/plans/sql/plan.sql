-- One plan. $1 plan.
select p.plan_id, p.team_id, t.name as team_name, p.name, p.purpose, p.first_on, p.last_on, p.rhythm, p.state, p.owner_id,
    u.display_name as owner_name, p.version,
    (select list(w.user_id) from section_writer_view as w where w.plan_id = p.plan_id) as writers
from plan as p
left join team_view as t on t.team_id = p.team_id
left join user_view as u on u.user_id = p.owner_id
where p.plan_id = $1
