-- One row where an interaction was with a customer. $1 interaction, $2 customer.
select 1 as found from interaction_view where interaction_id = $1 and customer_id = $2
