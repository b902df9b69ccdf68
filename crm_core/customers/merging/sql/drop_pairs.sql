-- Open pairs that look alike no longer (not in the Arrow table `found`) go.
delete from duplicate_pair
where status = 'open' and not exists (
    select 1 from found as f where f.low_id = duplicate_pair.low_id and f.high_id = duplicate_pair.high_id
)
