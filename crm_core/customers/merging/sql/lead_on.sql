-- What led to a customer that is gone leads on to the one that stays. $1 gone, $2 stays.
update customer_former set customer_id = $2 where customer_id = $1
