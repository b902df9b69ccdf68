-- One row an open request that somebody with this reach may answer, the oldest first. $1 scope, $2 teams, $3 me,
-- $4 customer or null.
select
    r.request_id, r.customer_id, c.name as customer, r.asked_by, u.display_name as who, t.name as team, r.reason,
    r.asked_at, r.version
from collaboration_request as r
inner join customer as c on c.customer_id = r.customer_id
inner join user_view as u on u.user_id = r.asked_by
left join team_view as t on t.team_id = u.team_id
where
    r.status = 'open' and ($4 is null or r.customer_id = $4)
    and ($1 = 'all' or c.team_id = any($2) or c.owner_id = $3)
order by r.asked_at, r.request_id
limit 50
