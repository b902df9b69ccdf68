-- One row a plan that a reader may know of: the company's, the own team's, or all; running ones first, then the newest.
-- $1 reach ('all' or another), $2 the reader's team.
select p.plan_id, p.team_id, t.name as team_name, p.name, p.purpose, p.first_on, p.last_on, p.rhythm, p.state, p.owner_id,
    u.display_name as owner_name, p.version,
    (select list(w.user_id) from section_writer_view as w where w.plan_id = p.plan_id) as writers
from plan as p
left join team_view as t on t.team_id = p.team_id
left join user_view as u on u.user_id = p.owner_id
where $1 = 'all' or p.team_id is null or p.team_id = $2
order by case p.state when 'running' then 0 when 'draft' then 1 else 2 end, p.last_on desc, p.plan_id desc
