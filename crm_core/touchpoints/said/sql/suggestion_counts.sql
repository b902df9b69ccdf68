-- One row a state with how many suggestions of customers within the reach are in it. $1 scope, $2 teams, $3 me.
select s.state, count(*) as count
from customer_suggestion as s
inner join customer_view as c on c.customer_id = s.customer_id
where
    $1 = 'all' or c.team_id = any($2) or c.owner_id = $3
    or exists (select 1 from collaborator_view as v where v.customer_id = c.customer_id and v.user_id = $3)
group by s.state
order by s.state
