-- A written import. $1 kind, $2 file name, $3 digest, $4 mapping as JSON, $5 who, $6 rows, $7 first day, $8 last day, $9 now.
insert into import_batch (
    kind, file_name, file_sha256, mapping, user_id, team_id, status, read_count, added_count, updated_count,
    unchanged_count, rejected_count, first_on, last_on, started_at, finished_at
)
values ($1, $2, $3, $4, $5, null, 'written', $6, $6, 0, 0, 0, $7, $8, $9, $9)
returning import_id
