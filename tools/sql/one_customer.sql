-- One row: the customer with most interactions that a user sees. $1 user name, null for whoever sees all.
select c.customer_id
from customer as c
left join app_user as u on u.username = $1
left join interaction as i on i.customer_id = c.customer_id
where $1 is null or c.owner_id = u.user_id or (u.role = 'lead' and c.team_id = u.team_id)
group by c.customer_id
order by count(i.interaction_id) desc, c.customer_id
limit 1
