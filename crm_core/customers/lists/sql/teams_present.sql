-- One row a team whose customers the reach opens. $1 scope, $2 teams, $3 me.
select t.team_id, t.name
from team_view as t
where t.team_id in (
    select c.team_id from customer as c
    where
        $1 = 'all' or c.team_id = any($2) or c.owner_id = $3
        or c.customer_id in (select v.customer_id from collaborator as v where v.user_id = $3)
)
order by t.name, t.team_id
