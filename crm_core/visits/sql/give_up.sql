-- Note that nobody was reached in as many tries as there are. $1 visit, $2 now.
update visit set given_up_at = $2 where visit_id = $1
