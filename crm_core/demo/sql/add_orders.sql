-- The orders of the lines in given. $1 first id.
insert into purchase_order (order_id, code)
select $1 + order_place, order_code from given group by order_place, order_code order by order_place
