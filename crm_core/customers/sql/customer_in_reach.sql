-- Whose one customer is, where the reach opens it, collaborations included. $1 scope, $2 teams, $3 me, $4 customer.
select c.customer_id, c.code, c.name, c.owner_id, c.team_id, c.version
from customer as c
where
    c.customer_id = $4
    and ($1 = 'all' or c.team_id = any($2) or c.owner_id = $3
        or exists (select 1 from collaborator as v where v.customer_id = c.customer_id and v.user_id = $3))
