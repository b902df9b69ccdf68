-- The import that all generated rows say they came from. $1 rows, $2 first day, $3 last day, $4 now.
insert into import_batch (
    import_id, kind, file_name, file_sha256, mapping, user_id, team_id, status, read_count, added_count, updated_count,
    unchanged_count, rejected_count, first_on, last_on, started_at, finished_at
)
values (1, 'purchases', 'bench', '', '{}', 0, null, 'written', $1, $1, 0, 0, 0, $2, $3, $4, $4)
