-- The clear values of one customer, for a reveal. $1 customer.
select phone, email, id_number, birthday from customer where customer_id = $1
