-- One row: how many documents a customer has, and their bytes. $1 customer.
select count(*) as documents, coalesce(sum(byte_count), 0)::bigint as taken from attachment where customer_id = $1
