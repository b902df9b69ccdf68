-- Tell a period end to all, or word it anew where it still has the version $5. $1 snapshot, $2 words, $3 who, $4 now.
insert into plan_snapshot_word (snapshot_id, content, told_by, told_at, version, updated_at)
values ($1, $2, $3, $4, 1, $4)
on conflict (snapshot_id) do update set content = excluded.content, version = plan_snapshot_word.version + 1,
    updated_at = excluded.updated_at
where plan_snapshot_word.version = $5
returning snapshot_id
