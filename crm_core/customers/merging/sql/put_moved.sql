-- Note how much moved. $1 merge, $2 counts by part (JSON).
update customer_merge set moved = $2 where merge_id = $1
