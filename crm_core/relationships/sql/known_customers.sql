-- One row a customer who was there on the day $1.
select customer_id from customer_view where created_on <= $1 order by customer_id
