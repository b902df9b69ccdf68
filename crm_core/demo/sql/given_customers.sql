-- One row a member of staff: the customer that joined last among the own, and the lead of the team who gave it.
select c.customer_id, c.name as customer, c.owner_id, l.display_name as giver
from customer as c
inner join app_user as u on u.user_id = c.owner_id and u.role = 'staff'
inner join app_user as l on l.team_id = u.team_id and l.role = 'lead'
qualify row_number() over (partition by c.owner_id order by c.customer_id desc) = 1
order by c.owner_id
