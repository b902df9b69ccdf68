-- Some customers that are gone lead to one that is there again. $1 customers that are gone, $2 where they lead.
update customer_former set customer_id = $2 where former_id = any($1)
