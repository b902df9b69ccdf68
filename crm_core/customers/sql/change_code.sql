-- Give one customer another code; apart from the other fields, as the column is indexed. $1 customer, $2 code.
update customer set code = $2 where customer_id = $1
