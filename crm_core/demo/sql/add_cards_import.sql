-- A written import of contacts by a lead. $1 file name, $2 digest, $3 mapping as JSON, $4 rows, $5 now, $6 user name.
insert into import_batch (
    kind, file_name, file_sha256, mapping, user_id, team_id, status, read_count, added_count, updated_count,
    unchanged_count, rejected_count, first_on, last_on, started_at, finished_at
)
select 'contacts', $1, $2, $3, user_id, team_id, 'written', $4, $4, 0, 0, 0, null, null, $5, $5
from app_user
where username = $6
returning import_id
