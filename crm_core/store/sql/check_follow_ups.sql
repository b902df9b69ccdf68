-- Follow-ups whose customer, user or interaction is missing, or that are done by none. One row: how many, one's id.
select count(*) as offending, min(f.follow_up_id) as example
from follow_up as f
left join customer as c on c.customer_id = f.customer_id
left join app_user as u on u.user_id = f.user_id
left join interaction as p on p.interaction_id = f.interaction_id
left join interaction as d on d.interaction_id = f.done_by
where (c.customer_id is null and f.customer_id not in (select customer_id from nobody_view)) or u.user_id is null
    or (f.interaction_id is not null and p.interaction_id is null)
    or (f.done_by is not null and d.interaction_id is null)
