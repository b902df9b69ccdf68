-- One row: the file that has waited longest, and who asked for it; role and team are those of now. No row: none waits.
select e.file_id, e.user_id, e.kind, e.asked, e.file_name, u.display_name, u.role, u.team_id, coalesce(u.is_active, false) as is_active
from export_file as e
left join user_view as u on u.user_id = e.user_id
where e.status = 'waiting'
order by e.file_id
limit 1
