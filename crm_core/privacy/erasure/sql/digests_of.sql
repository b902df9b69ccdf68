-- By what a customer is known again in an older backup: one row a digest. $salt, $ids.
select sha256(concat_ws(':', $salt, customer_id::varchar, epoch_us(created_at)::varchar)) as digest from customer
where customer_id = any($ids)
union
select sha256(concat_ws(':', $salt, customer_id::varchar, code)) from customer where customer_id = any($ids)
union
select sha256(concat_ws(':', $salt, customer_id::varchar, epoch_us(created_at)::varchar)) from customer_at_merge
where customer_id = any($ids)
union
select sha256(concat_ws(':', $salt, former_id::varchar, code)) from customer_former where customer_id = any($ids)
order by digest
