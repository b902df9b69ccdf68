-- One row a user who owns customers that the reach opens, disabled ones too, with the team. $1 scope, $2 teams, $3 me.
select u.user_id, u.display_name, u.team_id, t.name as team
from user_view as u
left join team_view as t on t.team_id = u.team_id
where u.user_id in (
    select c.owner_id from customer as c
    where
        $1 = 'all' or c.team_id = any($2) or c.owner_id = $3
        or c.customer_id in (select v.customer_id from collaborator as v where v.user_id = $3)
)
order by t.name nulls last, u.display_name, u.user_id
