-- What became of the suggestion $1 that still has the version $2. $5 by whom, $6 now.
update customer_suggestion
set state = $3, answer = $4, answered_by = $5, answered_at = $6, version = version + 1
where suggestion_id = $1 and version = $2
returning version
