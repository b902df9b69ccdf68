-- What stayed with customers that are gone for good goes too. $1 customers.
delete from /*table*/ where customer_id = any($1)
