-- The end of due.sql: one row a customer, whose contact is due the longest first.
select * from found order by calendar_on, customer_id
