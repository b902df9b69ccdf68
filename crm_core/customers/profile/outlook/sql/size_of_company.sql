-- One row: how many people work at a company, and whether it is one. $1 customer.
select c.kind, f.employees
from customer as c
left join customer_fact_view as f on f.customer_id = c.customer_id
where c.customer_id = $1
