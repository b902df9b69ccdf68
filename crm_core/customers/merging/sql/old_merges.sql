-- Merges from before $1 whose memory is still kept.
select merge_id, gone_id from customer_merge where merged_at < $1 and forgotten_at is null and undone_at is null order by merge_id
