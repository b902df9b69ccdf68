-- One import that is written now. $1 kind, $2 file, $3 sha256, $4 mapping, $5 user, $6 team, $7-$11 counts, $12-$13 days, $14 started,
-- $15 finished.
insert into import_batch (
    kind, file_name, file_sha256, mapping, user_id, team_id, status, read_count, added_count, updated_count, unchanged_count,
    rejected_count, first_on, last_on, started_at, finished_at
)
values ($1, $2, $3, $4, $5, $6, 'written', $7, $8, $9, $10, $11, $12, $13, $14, $15)
returning import_id
