-- How many customers of other teams one actor met in checks of files since an instant; a file that is checked again counts
-- once. $1 actor, $2 instant, $3 the file that is not to be counted.
with by_file as (
    select entity_id, max(row_count) as hits
    from audit_entry_view
    where actor_id = $1 and happened_at >= $2 and entity = 'import_check' and action = 'probe' and entity_id <> $3
    group by entity_id
)

select coalesce(sum(hits), 0)::bigint as hits from by_file
