-- One open follow-up with a customer of the reach, and whether $5 sees that customer without further ado. $1 scope, $2 teams,
-- $3 me, $4 follow-up.
select
    f.follow_up_id, f.customer_id, f.user_id, f.version,
    u.role = 'manager' or (u.role = 'lead' and u.team_id = c.team_id) or c.owner_id = u.user_id
    or c.customer_id in (select v.customer_id from collaborator_view as v where v.user_id = u.user_id) as is_seen
from follow_up_view as f
inner join customer_view as c on c.customer_id = f.customer_id
inner join user_view as u on u.user_id = $5
where
    f.follow_up_id = $4 and f.status = 'open' and ($1 = 'all' or c.team_id = any($2) or c.owner_id = $3)
