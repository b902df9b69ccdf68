-- One row: the next id of a purchase, and of an order.
select nextval('purchase_ids') as purchase_id, nextval('order_ids') as order_id
