-- The pair of two customers is merged. $1 low, $2 high, $3 merge, $4 who, $5 when.
update duplicate_pair set status = 'merged', merge_id = $3, judged_by = $4, judged_at = $5
where low_id = $1 and high_id = $2 and status = 'open'
