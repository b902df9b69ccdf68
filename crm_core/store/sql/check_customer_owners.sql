-- Customers whose owner or team is missing. One row: how many, and one customer's id.
select count(*) as offending, min(c.customer_id) as example
from customer as c
left join app_user as u on u.user_id = c.owner_id
left join team as t on t.team_id = c.team_id
where (c.owner_id is not null and u.user_id is null) or (c.team_id is not null and t.team_id is null)
