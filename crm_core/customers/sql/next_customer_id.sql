-- A fresh customer id.
select nextval('customer_ids') as customer_id
