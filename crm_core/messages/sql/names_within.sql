-- One row a customer of some whom the reader may see, collaborations and the public pool included.
-- $1 scope, $2 teams, $3 reader, $4 customers.
select c.customer_id, c.name
from customer_face_view as c
where
    c.customer_id = any($4)
    and ($1 = 'all' or c.team_id = any($2) or c.owner_id = $3 or c.owner_id is null
        or exists (select 1 from collaborator_view as v where v.customer_id = c.customer_id and v.user_id = $3))
