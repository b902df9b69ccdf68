-- Merges into a customer after one of them, the earliest first. $1 customer, $2 merge.
select merge_id from customer_merge where survivor_id = $1 and merge_id > $2 and undone_at is null order by merge_id
