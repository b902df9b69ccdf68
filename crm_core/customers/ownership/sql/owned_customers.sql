-- One row a customer that a user owns. $1 user.
select customer_id, version, owner_id, team_id from customer where owner_id = $1 order by customer_id
