-- The numbers that lead to a customer: its own, and those of customers that were merged into it. $1 customer.
select $1::bigint as customer_id
union
select former_id from customer_former_view where customer_id = $1
order by customer_id
