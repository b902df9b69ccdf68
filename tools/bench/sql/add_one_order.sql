-- The order of one more purchase. $1 its id.
insert into purchase_order (order_id, code) values ($1, 'BENCH-' || $1)
