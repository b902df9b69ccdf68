-- The orders of the lines in given.
insert into purchase_order (order_id, code)
select distinct order_id, 'B' || lpad(cast(order_id as varchar), 9, '0') from given order by order_id
