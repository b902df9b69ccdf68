-- Interactions whose customer, user or follow-up is missing; nobody's are those of customers who were erased. One row: how many, and one's id.
select count(*) as offending, min(i.interaction_id) as example
from interaction as i
left join customer as c on c.customer_id = i.customer_id
left join app_user as u on u.user_id = i.user_id
left join follow_up as f on f.follow_up_id = i.follow_up_id
where (c.customer_id is null and i.customer_id not in (select customer_id from nobody_view)) or u.user_id is null or (i.follow_up_id is not null and f.follow_up_id is null)
