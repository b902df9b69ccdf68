-- Say of a pair that it is open again, or that its customers are different. $1 pair, $2 status it has, $3 status it gets, $4 who,
-- $5 when (null for an open one).
update duplicate_pair set status = $3, judged_by = $4, judged_at = $5
where pair_id = $1 and status = $2
returning pair_id
