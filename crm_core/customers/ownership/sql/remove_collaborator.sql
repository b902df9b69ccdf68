-- End a user's work on a customer. $1 customer, $2 user.
delete from collaborator where customer_id = $1 and user_id = $2 returning user_id
