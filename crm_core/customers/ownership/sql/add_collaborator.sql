-- Let a user work along on a customer. $1 customer, $2 user, $3 now.
insert into collaborator (customer_id, user_id, since_at) values ($1, $2, $3) on conflict (customer_id, user_id) do nothing
