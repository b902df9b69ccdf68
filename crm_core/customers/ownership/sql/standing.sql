-- What binds a user to a customer already. $1 customer, $2 user.
select
    c.owner_id, c.team_id, c.name,
    exists (select 1 from collaborator as v where v.customer_id = $1 and v.user_id = $2) as is_collaborator,
    exists (select 1 from collaboration_request as r
        where r.customer_id = $1 and r.asked_by = $2 and r.status = 'open') as has_asked
from customer as c
where c.customer_id = $1
