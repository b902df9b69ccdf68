-- Forget what was decided of customers that are no longer there; what is nobody's stays for the past's figures.
delete from customer_standing where customer_id not in (select customer_id from customer_view)
    and customer_id not in (select customer_id from nobody_view)
