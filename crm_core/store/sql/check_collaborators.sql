-- Collaborators and requests for it whose customer or user is missing; what stayed with a customer that was merged is not. One row: how many, and one customer's id.
with entries as (
    select customer_id, user_id from collaborator
    union all
    select customer_id, asked_by from collaboration_request
)
select count(*) as offending, min(e.customer_id) as example
from entries as e
left join customer as c on c.customer_id = e.customer_id
left join app_user as u on u.user_id = e.user_id
where
    (c.customer_id is null and e.customer_id not in (select former_id from customer_former))
    or u.user_id is null
