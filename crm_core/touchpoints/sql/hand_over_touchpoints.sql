-- Let $2 answer for what $1 answers for. $3 now.
update touchpoint set owner_id = $2, version = version + 1, updated_at = $3 where owner_id = $1 returning touchpoint_id
