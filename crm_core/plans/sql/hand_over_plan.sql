-- Give the plans of one owner that are not closed to another. $1 giver, $2 taker, $3 now.
update plan
set owner_id = $2, version = version + 1, updated_at = $3
where owner_id = $1 and state <> 'closed'
returning plan_id
