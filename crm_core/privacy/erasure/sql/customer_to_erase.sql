-- The customer that somebody may erase, or ask to. $1 scope, $2 teams, $3 me, $4 customer.
select customer_id, code, name from customer_view
where customer_id = $4 and ($1 = 'all' or team_id = any($2) or owner_id = $3)
