-- Where a customer that is gone leads to. $1 customer that is gone, $2 its code, $3 the one that stays, $4 merge.
insert into customer_former (former_id, code, customer_id, merge_id) values ($1, $2, $3, $4)
