-- How many customers there are.
select count(*) as customer_count from customer
