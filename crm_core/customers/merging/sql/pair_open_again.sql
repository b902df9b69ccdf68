-- The pair of a merge that was taken back is open again. $1 merge.
update duplicate_pair set status = 'open', merge_id = null, judged_by = null, judged_at = null where merge_id = $1
