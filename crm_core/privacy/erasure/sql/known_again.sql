-- The customers of this store that the digests of erasures mean. $salt, $digests.
select customer_id from customer
where
    sha256(concat_ws(':', $salt, customer_id::varchar, epoch_us(created_at)::varchar)) = any($digests)
    or sha256(concat_ws(':', $salt, customer_id::varchar, code)) = any($digests)
order by customer_id
