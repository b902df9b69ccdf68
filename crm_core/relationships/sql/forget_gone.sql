-- Forget what was decided of customers that are no longer there.
delete from customer_standing where customer_id not in (select customer_id from customer_view)
