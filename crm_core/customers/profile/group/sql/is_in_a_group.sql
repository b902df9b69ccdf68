-- One row where a company has a parent or is one. $1 customer.
select 1 as found from customer_parent_view where customer_id = $1 or parent_id = $1 limit 1
