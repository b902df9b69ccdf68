-- One written import that the actor may see. $1 scope, $2 teams, $3 me, $4 import.
select
    b.import_id, b.kind, b.file_name, b.user_id, b.read_count, b.added_count, b.updated_count, b.unchanged_count,
    b.rejected_count, b.first_on, b.last_on, b.finished_at, b.team_id, coalesce(u.display_name, '') as user_name,
    m.import_id is not null as is_remembered, m.undone_at, coalesce(w.display_name, '') as undone_by, m.removed_count,
    m.restored_count, m.kept_count,
    (select count(*) from import_problem as p where p.import_id = b.import_id) as problem_count
from import_batch as b
left join user_view as u on u.user_id = b.user_id
left join import_memory as m on m.import_id = b.import_id
left join user_view as w on w.user_id = m.undone_by
where b.status = 'written' and ($1 = 'all' or b.team_id = any($2) or b.user_id = $3) and b.import_id = $4
