-- One row a member of staff: the customer that joined last among the own, and the lead of the team who gave it.
select
    max(c.customer_id) as customer_id,
    arg_max(c.name, c.customer_id) as customer,
    c.owner_id,
    arg_max(l.display_name, c.customer_id) as giver
from customer as c
inner join app_user as u on u.user_id = c.owner_id and u.role = 'staff'
inner join app_user as l on l.team_id = u.team_id and l.role = 'lead'
group by c.owner_id
order by c.owner_id
