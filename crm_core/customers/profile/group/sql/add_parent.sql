-- Let a company belong to another. $1 customer, $2 parent, $3 user, $4 now.
insert into customer_parent (customer_id, parent_id, set_by, set_at) values ($1, $2, $3, $4)
