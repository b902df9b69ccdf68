-- One row a dimension: what is proposed for one customer. $1 customer.
select dimension, rung, reasons, made_on from relationship_proposal where customer_id = $1 order by dimension
