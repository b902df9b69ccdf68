-- The highest id of a customer, 0 where there are none.
select coalesce(max(customer_id), 0) as customer_id from customer_view
