-- One row a company that has a parent, with it.
select customer_id, parent_id from customer_parent_view order by customer_id
