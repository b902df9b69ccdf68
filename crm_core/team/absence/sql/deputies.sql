-- One row an active person who works with customers, those of me's own team first. $1 me.
select u.user_id, u.display_name as name, u.team_id, t.name as team
from user_view as u
left join team_view as t on t.team_id = u.team_id
where u.is_active and u.role in ('staff', 'lead', 'manager')
order by u.team_id is distinct from (select m.team_id from user_view as m where m.user_id = $1), u.display_name, u.user_id
