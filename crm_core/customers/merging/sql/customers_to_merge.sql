-- Two customers with all they hold, where the reach opens them. $1-$3 the reach, $4 the customers.
select *
from customer
where customer_id = any($4) and ($1 = 'all' or coalesce(team_id = any($2) or owner_id = $3, false))
order by customer_id
