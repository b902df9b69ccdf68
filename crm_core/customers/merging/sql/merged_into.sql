-- Those that were merged into a customer, directly. $1 customer.
select merge_id, gone_id from customer_merge where survivor_id = $1 and undone_at is null order by merge_id
